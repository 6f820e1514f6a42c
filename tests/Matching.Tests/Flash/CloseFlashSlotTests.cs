using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Flash;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Flash;

/// <summary>A booking is cancelled, a slot is withdrawn, or it lapses.</summary>
public class CloseFlashSlotTests
{
    private static readonly DeciderSpec<FlashSlot, FlashSlotEvent> None = DeciderSpec.Of<FlashSlot, FlashSlotEvent>(
        FlashSlot.Evolve
    );
    private static readonly DeciderSpec<FlashSlot, FlashSlotEvent> Open = None.Given(SlotOffered),
        Booked = Open.Given(SlotBooked);
    private static readonly DateTimeOffset Start = InAWeek.StartsAt;
    private static readonly FlashSlotWithdrawn WithBooking = SlotWithdrawn with { Mentee = Bo };

    [Fact]
    public void The_person_who_booked_cancels_until_the_start()
    {
        Booked.When(slot => CancelFlashBooking.Decide(slot, Bo, Now)).Then(BookingCancelled);
        Booked.When(slot => CancelFlashBooking.Decide(slot, Bo, Start)).ThenThrows(DomainError.Conflict, "has started");
    }

    [Fact]
    public void Without_a_booking_there_is_nothing_to_cancel()
    {
        None.When(slot => CancelFlashBooking.Decide(slot, Bo, Now)).ThenThrows(DomainError.NotFound);
        Open.When(slot => CancelFlashBooking.Decide(slot, Bo, Now)).ThenThrows(DomainError.Forbidden);
        Booked.When(slot => CancelFlashBooking.Decide(slot, Cy, Now)).ThenThrows(DomainError.Forbidden);
        Booked.Given(WithBooking).When(slot => CancelFlashBooking.Decide(slot, Bo, Now)).ThenNothing();
    }

    [Fact]
    public void The_mentor_withdraws_until_the_start()
    {
        Open.When(slot => WithdrawFlashSlot.Decide(slot, Ada, Now)).Then(SlotWithdrawn);
        Booked.When(slot => WithdrawFlashSlot.Decide(slot, Ada, Now)).Then(WithBooking);
        Booked.When(slot => WithdrawFlashSlot.Decide(slot, Ada, Start)).ThenThrows(DomainError.Conflict, "has started");
    }

    [Fact]
    public void The_mentor_alone_withdraws_and_only_once()
    {
        None.When(slot => WithdrawFlashSlot.Decide(slot, Ada, Now)).ThenThrows(DomainError.NotFound);
        Booked.When(slot => WithdrawFlashSlot.Decide(slot, Bo, Now)).ThenThrows(DomainError.Forbidden);
        Open.Given(SlotWithdrawn).When(slot => WithdrawFlashSlot.Decide(slot, Ada, Now)).ThenNothing();
        Open.Given(SlotLapsed).When(slot => WithdrawFlashSlot.Decide(slot, Ada, Start)).ThenNothing();
    }

    [Fact]
    public void A_slot_without_a_booking_lapses_at_its_start()
    {
        Open.When(slot => FlashSlotStartRule.Decide(slot, Start)).Then(SlotLapsed);
        Open.When(slot => FlashSlotStartRule.Decide(slot, Start.AddTicks(-1))).ThenNothing();
        Booked.When(slot => FlashSlotStartRule.Decide(slot, Start)).ThenNothing();
        Open.Given(SlotWithdrawn).When(slot => FlashSlotStartRule.Decide(slot, Start)).ThenNothing();
    }

    [Fact]
    public void A_mentor_who_is_gone_offers_nothing()
    {
        Open.When(slot => WithdrawInvalidFlashSlots.Decide(slot, mentorGone: true, Now)).Then(SlotWithdrawn);
        Booked.When(slot => WithdrawInvalidFlashSlots.Decide(slot, mentorGone: true, Now)).Then(WithBooking);
        Open.Given(SlotLapsed)
            .When(slot => WithdrawInvalidFlashSlots.Decide(slot, mentorGone: true, Start))
            .ThenNothing();
    }

    [Fact]
    public void The_booking_of_a_person_who_is_gone_is_cancelled()
    {
        Booked.When(slot => WithdrawInvalidFlashSlots.Decide(slot, mentorGone: false, Now)).Then(BookingCancelled);
        Open.When(slot => WithdrawInvalidFlashSlots.Decide(slot, mentorGone: false, Now)).ThenNothing();
        None.When(slot => WithdrawInvalidFlashSlots.Decide(slot, mentorGone: false, Now)).ThenNothing();
    }
}
