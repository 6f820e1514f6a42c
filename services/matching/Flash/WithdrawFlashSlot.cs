using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Flash;

/// <summary>A mentor withdraws a slot before it starts. A person who had booked it sees that.</summary>
public static class WithdrawFlashSlot
{
    public static async Task<NoContent> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        await events.Update(writes => writes.UpdateSlot(id, slot => Decide(slot, by, now)), ct);
        return TypedResults.NoContent();
    }

    public static FlashSlotEvent[] Decide(FlashSlot? slot, PersonId by, DateTimeOffset now)
    {
        var known = slot.RequireFound();
        if (known.Offer.Mentor != by)
            throw new DomainException(DomainError.Forbidden, "Only the mentor may withdraw a flash session.");
        return known.State is FlashSlotState.Offered or FlashSlotState.Booked
            ? [known.RequireUpcoming(now).Withdraw(now)]
            : [];
    }
}
