using JasperFx.Events;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Flash;

/// <summary>A slot that is not booked when it starts lapses.</summary>
public sealed class FlashSlotStartRule() : DeadlineRule("flash_slot_start")
{
    public override IEnumerable<DeadlineChange> Changes(IEvent e) =>
        e.Data switch
        {
            FlashSlotOffered o => [new(e.StreamId, e.StreamId, o.Time.StartsAt)],
            FlashBookingCancelled c => [new(e.StreamId, e.StreamId, c.Time.StartsAt)],
            FlashSlotBooked or FlashSlotWithdrawn or FlashSlotLapsed => [new(e.StreamId, e.StreamId, null)],
            _ => [],
        };

    public override Task Reach(Deadline deadline, StreamWrites writes, DateTimeOffset now) =>
        writes.UpdateSlot(deadline.Stream, slot => Decide(slot, now));

    public static FlashSlotEvent[] Decide(FlashSlot? slot, DateTimeOffset now) =>
        slot is { State: FlashSlotState.Offered } && slot.Offer.Time.StartsAt <= now
            ? [new FlashSlotLapsed(slot.Id, slot.Offer.Program, slot.Offer.Mentor, now)]
            : [];
}
