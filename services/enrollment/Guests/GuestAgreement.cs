using System.Diagnostics;
using PeerNetwork.Enrollment.Partners;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Guests;

public abstract record GuestAgreementEvent;

/// <summary>The text that binds guests without a partner organisation got a new version.</summary>
public sealed record GuestAgreementRevised(string Text, int Version, Guid By, DateTimeOffset At) : GuestAgreementEvent;

/// <summary>The company's own text for guests.</summary>
public sealed record GuestAgreement(string Text, int Version)
{
    /// <summary>There is one text in an installation.</summary>
    public static readonly Guid StreamId = DerivedId.From("guest-agreement", Guid.Empty);

    public static GuestAgreement Evolve(GuestAgreement? agreement, GuestAgreementEvent e) =>
        e switch
        {
            GuestAgreementRevised r => new(r.Text, r.Version),
            _ => throw new UnreachableException($"{e} cannot follow {agreement}"),
        };
}

/// <summary>The text that binds a guest now: that of the partner organisation, or else that of the company.</summary>
/// <param name="Partner">Null for the company's own text.</param>
public sealed record BindingAgreement(PartnerId? Partner, int Version, string Text)
{
    /// <summary>Null where the company has no text.</summary>
    public static BindingAgreement? Of(PartnerOrganisation? partner, GuestAgreement? company) =>
        (partner, company) switch
        {
            ({ } p, _) => new(p.Id, p.Version, p.Terms.Confidentiality),
            (null, { } c) => new(null, c.Version, c.Text),
            _ => null,
        };

    /// <summary>Null for a person who is no guest.</summary>
    public static async Task<BindingAgreement?> Fetch(GuestTerm? term, StreamWrites writes) =>
        term is null
            ? null
            : Of(
                await FetchPartner(term.Partner, writes),
                await writes.Fetch<GuestAgreement, GuestAgreementEvent>(GuestAgreement.StreamId, GuestAgreement.Evolve)
            );

    public static async Task<PartnerOrganisation?> FetchPartner(PartnerId? partner, StreamWrites writes) =>
        partner is { } id
            ? await writes.Fetch<PartnerOrganisation, PartnerEvent>(id.Value, PartnerOrganisation.Evolve)
            : null;
}
