using System.Diagnostics;
using PeerNetwork.Enrollment.Partners;
using PeerNetwork.Enrollment.People;

namespace PeerNetwork.Enrollment.Guests;

public enum GuestEndCause
{
    TermOver,
    EndedEarly,

    /// <summary>A SCIM client deactivated or deleted the user.</summary>
    Deprovisioned,

    /// <summary>HR lists the person as an employee or a contractor.</summary>
    WorksHere,
}

public enum GuestShorteningCause
{
    SponsorLeft,
    PartnerEnded,
}

// Each event that moves the end of a term tells the last day and the moment, so that its deadline needs no second look.
public abstract record GuestEvent(PersonId Person) : PersonEvent;

/// <param name="Sponsor">The person inside the company who answers for the guest.</param>
/// <param name="Ends">The end of the last day in the time zone of the guest's site.</param>
public sealed record GuestInvited(
    PersonId Person,
    PersonKind Kind,
    PersonId Sponsor,
    PartnerId? Partner,
    DateOnly LastDay,
    DateTimeOffset Ends,
    Guid By,
    DateTimeOffset At
) : GuestEvent(Person);

public sealed record GuestTermExtended(
    PersonId Person,
    DateOnly LastDay,
    DateTimeOffset Ends,
    Guid By,
    DateTimeOffset At
) : GuestEvent(Person);

/// <summary>The access ends before the agreed day, because the sponsor left or the partner organisation ends.</summary>
public sealed record GuestTermShortened(
    PersonId Person,
    GuestShorteningCause Cause,
    DateOnly LastDay,
    DateTimeOffset Ends,
    DateTimeOffset At
) : GuestEvent(Person);

/// <summary>Another person answers for the guest, up to the agreed day again.</summary>
public sealed record GuestSponsorNamed(
    PersonId Person,
    PersonId Sponsor,
    DateOnly LastDay,
    DateTimeOffset Ends,
    Guid By,
    DateTimeOffset At
) : GuestEvent(Person);

/// <param name="Partner">The organisation whose text it is; null for that of the company.</param>
public sealed record GuestAgreementAccepted(PersonId Person, PartnerId? Partner, int Version, DateTimeOffset At)
    : GuestEvent(Person);

/// <param name="By">Null where no person decided it.</param>
public sealed record GuestAccessEnded(PersonId Person, GuestEndCause Cause, Guid? By, DateTimeOffset At)
    : GuestEvent(Person);

/// <summary>A version of a text that a guest accepted.</summary>
public sealed record AcceptedAgreement(PartnerId? Partner, int Version, DateTimeOffset At);

/// <summary>The term for which a guest has access.</summary>
/// <param name="AgreedLastDay">As it was agreed; the term may be shortened.</param>
public sealed record GuestTerm(
    PersonId Sponsor,
    PartnerId? Partner,
    DateOnly AgreedLastDay,
    DateOnly LastDay,
    DateTimeOffset Ends,
    bool SponsorLeft = false,
    AcceptedAgreement? Accepted = null
)
{
    public bool HasAccepted(BindingAgreement? agreement) =>
        agreement is not null && (Accepted?.Partner, Accepted?.Version) == (agreement.Partner, agreement.Version);

    /// <summary>Null after the access has ended.</summary>
    public static GuestTerm? Evolve(GuestTerm? term, GuestEvent e) =>
        (term, e) switch
        {
            (_, GuestInvited i) => new(i.Sponsor, i.Partner, i.LastDay, i.LastDay, i.Ends),
            (_, GuestAccessEnded) => null,
            ({ } t, GuestTermExtended x) => t with { AgreedLastDay = x.LastDay, LastDay = x.LastDay, Ends = x.Ends },
            ({ } t, GuestTermShortened s) => t with
            {
                LastDay = s.LastDay,
                Ends = s.Ends,
                SponsorLeft = t.SponsorLeft || s.Cause == GuestShorteningCause.SponsorLeft,
            },
            ({ } t, GuestSponsorNamed n) => t with
            {
                Sponsor = n.Sponsor,
                LastDay = n.LastDay,
                Ends = n.Ends,
                SponsorLeft = false,
            },
            ({ } t, GuestAgreementAccepted a) => t with { Accepted = new(a.Partner, a.Version, a.At) },
            _ => throw new UnreachableException($"{e} cannot follow {term}"),
        };
}
