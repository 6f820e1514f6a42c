using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Partners;

/// <summary>Shows a partner organisation with its terms.</summary>
public static class ShowPartner
{
    /// <param name="Version">Of the terms.</param>
    /// <param name="LastDay">Null while no end is known.</param>
    public sealed record Response(
        Guid Id,
        string Name,
        string Contact,
        int HoursPerMonth,
        string Confidentiality,
        int Version,
        DateOnly? LastDay
    );

    public static async Task<Ok<Response>> Handle(Guid id, EventStreams events, CancellationToken ct)
    {
        var partner =
            await events.Read<PartnerOrganisation, PartnerEvent>(id, PartnerOrganisation.Evolve, ct)
            ?? throw new DomainException(DomainError.NotFound, "No such partner organisation.");
        return TypedResults.Ok(
            new Response(
                partner.Id.Value,
                partner.Name,
                partner.Contact.ToString(),
                partner.Terms.HoursPerMonth,
                partner.Terms.Confidentiality,
                partner.Version,
                partner.LastDay
            )
        );
    }
}

/// <summary>Lists the partner organisations.</summary>
public static class ListPartners
{
    public sealed record Row(Guid Id, string Name, int HoursPerMonth, int Version, DateOnly? LastDay);

    public static async Task<Ok<PageResponse<Row>>> Handle(ReadModels models, Paging paging, CancellationToken ct) =>
        paging.ToResponse(
            await models.Page<Row>(
                $"select id, name, hours_per_month, version, last_day from partners where true",
                paging,
                r => r.Id,
                ct
            )
        );
}
