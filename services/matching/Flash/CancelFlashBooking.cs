using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Flash;

/// <summary>The person who booked a slot cancels before it starts. The slot is open again.</summary>
public static class CancelFlashBooking
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
        if (known.Mentee != by)
            throw new DomainException(DomainError.Forbidden, "You have no booking of this flash session.");
        return known.State is FlashSlotState.Booked ? [known.RequireUpcoming(now).Cancel(by, now)] : [];
    }
}
