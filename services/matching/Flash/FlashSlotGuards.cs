using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Flash;

public static class FlashSlotGuards
{
    /// <exception cref="DomainException">There is no such slot.</exception>
    public static FlashSlot RequireFound(this FlashSlot? slot) =>
        slot ?? throw new DomainException(DomainError.NotFound, "No such flash session.");

    /// <exception cref="DomainException">The session has started.</exception>
    public static FlashSlot RequireUpcoming(this FlashSlot slot, DateTimeOffset now) =>
        slot.Offer.Time.StartsAt > now
            ? slot
            : throw new DomainException(DomainError.Conflict, "This flash session has started.")
            {
                Code = "flash-slot-started",
            };
}
