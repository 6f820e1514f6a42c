using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Partners;

/// <summary>
/// The work with a partner organisation ends with a day, and so does the access of its people
/// (<see cref="Guests.ShortenGuestTerms"/>).
/// </summary>
public static class EndPartner
{
    public sealed record Request(DateOnly LastDay);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => (DateOnly?)r.LastDay).Day();
    }

    public static async Task<NoContent> Handle(
        Guid id,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.Id(), clock.GetUtcNow());
        await events.Update<PartnerOrganisation, PartnerEvent>(
            id,
            PartnerOrganisation.Evolve,
            partner => Decide(partner, request.LastDay, by, now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static PartnerEvent[] Decide(PartnerOrganisation? partner, DateOnly lastDay, Guid by, DateTimeOffset now)
    {
        if (partner is null)
            throw new DomainException(DomainError.NotFound, "No such partner organisation.");
        if (partner.LastDay == lastDay)
            return [];
        // West of UTC the day before may not be over.
        if (lastDay < DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1))
            throw new InvalidFieldException("lastDay", "must not be past");
        if (partner.LastDay < lastDay)
            throw new InvalidFieldException("lastDay", $"must not be after the last day known, {partner.LastDay:O}");
        return [new PartnerEnded(partner.Id, lastDay, by, now)];
    }
}
