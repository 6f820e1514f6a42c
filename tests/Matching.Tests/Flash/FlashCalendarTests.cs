using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Flash;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Flash;

public class FlashCalendarTests
{
    [Theory, InlineData(-29, true), InlineData(29, true), InlineData(-30, false), InlineData(30, false)]
    public void Two_sessions_of_a_person_do_not_overlap(int minutesLater, bool overlaps)
    {
        var calendar = After(SlotTimeTaken);
        var time = InAWeek with { StartsAt = InAWeek.StartsAt.AddMinutes(minutesLater) };
        foreach (var isMentor in (bool[])[true, false])
            if (overlaps)
                CodeOf(calendar, time, isMentor).ShouldBe("flash-slot-overlap");
            else
                calendar.RequireFree(time, isMentor, Now);
    }

    [Theory, InlineData(true, "flash-offer-limit", 50), InlineData(false, "flash-booking-limit", 3)]
    public void Offers_and_bookings_to_come_are_limited(bool isMentor, string code, int max)
    {
        FlashCalendarEvent[] taken = [.. Enumerable.Range(1, max).Select(n => Taken(n, isMentor))];
        CodeOf(After(taken), InAWeek, isMentor).ShouldBe(code);
        After(taken).RequireFree(InAWeek, !isMentor, Now);
        After(taken[1..]).RequireFree(InAWeek, isMentor, Now);
        After(taken).RequireFree(InAWeek, isMentor, Taken(1, isMentor).Time.StartsAt);
    }

    [Fact]
    public void A_released_time_is_free_again() =>
        After(SlotTimeTaken, new FlashTimeReleased(Bo, SlotTimeTaken.Slot, Now))
            .RequireFree(InAWeek, isMentor: false, Now);

    [Fact]
    public void What_is_over_is_not_kept() =>
        After(SlotTimeTaken, Taken(1, isMentor: false) with { At = InAWeek.EndsAt })
            .Taken.ShouldHaveSingleItem()
            .Slot.ShouldBe(Taken(1, isMentor: false).Slot);

    private static FlashTimeTaken Taken(int day, bool isMentor) =>
        new(Bo, new(Id(100 + day)), isMentor, InAWeek with { StartsAt = InAWeek.StartsAt.AddDays(day) }, Now);

    private static FlashCalendar After(params FlashCalendarEvent[] events) =>
        events.Aggregate((FlashCalendar?)null, FlashCalendar.Evolve)!;

    private static string? CodeOf(FlashCalendar calendar, FlashTime time, bool isMentor) =>
        Should.Throw<DomainException>(() => calendar.RequireFree(time, isMentor, Now)).Code;
}
