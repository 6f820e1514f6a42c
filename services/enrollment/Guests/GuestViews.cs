using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.Partners;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Guests;

/// <summary>Shows the term of a guest and the text that binds them: to the guest, the sponsor and the people
/// administration.</summary>
public static class ShowGuest
{
    /// <param name="EndsAt">The end of the last day at the guest's site.</param>
    /// <param name="SponsorLeft">Whether the term ends early unless another sponsor is named.</param>
    /// <param name="AgreementVersion">The version in force of the text that binds the guest.</param>
    /// <param name="AcceptedVersion">The version that the guest accepted; null before.</param>
    public sealed record Response(
        Guid Person,
        PersonKind Kind,
        Guid Sponsor,
        Guid? Partner,
        DateOnly LastDay,
        DateTimeOffset EndsAt,
        bool SponsorLeft,
        int AgreementVersion,
        string AgreementText,
        int? AcceptedVersion,
        DateTimeOffset? AcceptedAt
    );

    public static async Task<Ok<Response>> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    )
    {
        var person = await events.Read<Person, PersonEvent>(id, Person.Evolve, ct);
        if (user.Id() != id)
            user.RequireManageGuest(person);
        if (person?.Guest is not { } term)
            throw new DomainException(DomainError.NotFound, "This person is no guest now.");
        var partner = term.Partner is { } organisation
            ? await events.Read<PartnerOrganisation, PartnerEvent>(organisation.Value, PartnerOrganisation.Evolve, ct)
            : null;
        var company = await events.Read<GuestAgreement, GuestAgreementEvent>(
            GuestAgreement.StreamId,
            GuestAgreement.Evolve,
            ct
        );
        var agreement = BindingAgreement.Of(partner, company)!;
        return TypedResults.Ok(
            new Response(
                id,
                person.Employment.Kind,
                term.Sponsor.Value,
                term.Partner?.Value,
                term.LastDay,
                term.Ends,
                term.SponsorLeft,
                agreement.Version,
                agreement.Text,
                term.Accepted?.Version,
                term.Accepted?.At
            )
        );
    }
}

/// <summary>Lists the guests who have access.</summary>
public static class ListGuests
{
    /// <param name="Id">The id of the person.</param>
    public sealed record Row(Guid Id, string Kind, Guid Sponsor, Guid? Partner, DateOnly LastDay);

    /// <param name="partner">The guests of one organisation; left out for all.</param>
    /// <param name="sponsor">The guests of one sponsor; left out for all.</param>
    /// <param name="endsBefore">Guests whose last day is before this day: those to extend or to thank.</param>
    public static async Task<Ok<PageResponse<Row>>> Handle(
        Guid? partner,
        Guid? sponsor,
        DateOnly? endsBefore,
        ReadModels models,
        Paging paging,
        CancellationToken ct
    )
    {
        if (!FieldRules.IsDay(endsBefore))
            throw new InvalidFieldException("endsBefore", FieldRules.DayMessage);
        var page = await models.Page<Row>(
            $"""
            select id, kind, sponsor, partner, last_day from guests
            where ({partner}::uuid is null or partner = {partner}) and ({sponsor}::uuid is null or sponsor = {sponsor})
                and ({endsBefore}::date is null or last_day < {endsBefore})
            """,
            paging,
            r => r.Id,
            ct
        );
        return paging.ToResponse(page);
    }
}
