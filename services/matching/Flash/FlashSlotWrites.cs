using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Matches;

namespace PeerNetwork.Matching.Flash;

/// <summary>Appends what was decided on a slot, with what follows for the time of the two people.</summary>
public static class FlashSlotWrites
{
    public static async Task UpdateSlot(
        this StreamWrites writes,
        Guid slot,
        Func<FlashSlot?, FlashSlotEvent[]> decide
    ) =>
        await writes.AppendSlot(
            new(slot),
            decide(await writes.Fetch<FlashSlot, FlashSlotEvent>(slot, FlashSlot.Evolve))
        );

    public static async Task AppendSlot(this StreamWrites writes, FlashSlotId slot, params FlashSlotEvent[] decided)
    {
        writes.Append<FlashSlot, FlashSlotEvent>(slot.Value, decided);
        foreach (var e in decided)
        {
            foreach (var change in CalendarChanges(e))
                await writes.AppendTo(change);
            if (BudgetChange(e) is not { } time)
                continue;
            var budget = MentorBudget.IdOf(time.Mentor);
            await writes.Fetch<MentorBudget, BudgetEvent>(budget, MentorBudget.Evolve);
            writes.Append<MentorBudget, BudgetEvent>(budget, time.Change);
        }
    }

    private static async Task AppendTo(this StreamWrites writes, (PersonId Person, FlashCalendarEvent Change) calendar)
    {
        var id = FlashCalendar.IdOf(calendar.Person);
        await writes.Fetch<FlashCalendar, FlashCalendarEvent>(id, FlashCalendar.Evolve);
        writes.Append<FlashCalendar, FlashCalendarEvent>(id, calendar.Change);
    }

    private static (PersonId Person, FlashCalendarEvent Change)[] CalendarChanges(FlashSlotEvent e) =>
        e switch
        {
            FlashSlotOffered o => [(o.Mentor, new FlashTimeTaken(o.Mentor, o.Slot, true, o.Time, o.At))],
            FlashSlotBooked b => [(b.Mentee, new FlashTimeTaken(b.Mentee, b.Slot, false, b.Time, b.At))],
            FlashBookingCancelled c => [Release(c.Mentee, c.Slot, c.At)],
            FlashSlotWithdrawn { Mentee: { } mentee } w =>
            [
                Release(w.Mentor, w.Slot, w.At),
                Release(mentee, w.Slot, w.At),
            ],
            FlashSlotWithdrawn w => [Release(w.Mentor, w.Slot, w.At)],
            _ => [],
        };

    private static (PersonId, FlashCalendarEvent) Release(PersonId person, FlashSlotId slot, DateTimeOffset at) =>
        (person, new FlashTimeReleased(person, slot, at));

    private static (PersonId Mentor, BudgetEvent Change)? BudgetChange(FlashSlotEvent e) =>
        e switch
        {
            FlashSlotBooked b => (
                b.Mentor,
                new SessionTimeTaken(b.Mentor, b.Program, b.Slot, b.Time.Month, b.Time.Minutes, b.At)
            ),
            FlashBookingCancelled c => (c.Mentor, new SessionTimeReleased(c.Mentor, c.Program, c.Slot, c.At)),
            FlashSlotWithdrawn { Mentee: not null } w => (
                w.Mentor,
                new SessionTimeReleased(w.Mentor, w.Program, w.Slot, w.At)
            ),
            _ => null,
        };
}
