using System.Diagnostics;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Partners;

public readonly record struct PartnerId(Guid Value);

/// <summary>What a partner organisation and its people agree to.</summary>
/// <param name="HoursPerMonth">The time that each of its people gives to mentoring.</param>
/// <param name="Confidentiality">The text that each of its people accepts, in Markdown.</param>
public sealed record PartnerTerms(int HoursPerMonth, string Confidentiality);

public abstract record PartnerEvent;

/// <param name="Contact">A person of the organisation and how to reach them, under a key of its own.</param>
public sealed record PartnerRegistered(
    PartnerId Partner,
    string Name,
    PersonalText Contact,
    PartnerTerms Terms,
    DateTimeOffset At
) : PartnerEvent;

/// <summary>New terms are in force: its people accept them again.</summary>
public sealed record PartnerTermsRevised(
    PartnerId Partner,
    PersonalText Contact,
    PartnerTerms Terms,
    int Version,
    DateTimeOffset At
) : PartnerEvent;

/// <summary>The access of its people ends with this day.</summary>
public sealed record PartnerEnded(PartnerId Partner, DateOnly LastDay, Guid By, DateTimeOffset At) : PartnerEvent;

/// <summary>The contact was replaced, or the work with the organisation is over: the key of the text goes.</summary>
public sealed record PartnerContactDropped(PartnerId Partner, Guid Key, DateTimeOffset At) : PartnerEvent;

/// <summary>An organisation whose people may be invited as mentors.</summary>
/// <param name="Version">Of the terms; goes up with each revision.</param>
/// <param name="LastDay">Null while no end is known.</param>
public sealed record PartnerOrganisation(
    PartnerId Id,
    string Name,
    PersonalText Contact,
    PartnerTerms Terms,
    int Version = 1,
    DateOnly? LastDay = null
)
{
    public static PartnerOrganisation Evolve(PartnerOrganisation? partner, PartnerEvent e) =>
        (partner, e) switch
        {
            (null, PartnerRegistered r) => new(r.Partner, r.Name, r.Contact, r.Terms),
            ({ } p, PartnerTermsRevised r) => p with { Contact = r.Contact, Terms = r.Terms, Version = r.Version },
            ({ } p, PartnerEnded d) => p with { LastDay = d.LastDay },
            ({ } p, PartnerContactDropped) => p,
            _ => throw new UnreachableException($"{e} cannot follow {partner}"),
        };
}
