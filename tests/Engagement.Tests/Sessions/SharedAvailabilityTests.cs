using NodaTime;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Sessions;
using static PeerNetwork.Engagement.Tests.TestData;

namespace PeerNetwork.Engagement.Tests.Sessions;

public class SharedAvailabilityTests
{
    private static readonly WorkingHours Long = WorkingHours.Default with { From = new(7, 0), To = new(21, 0) };

    [Fact]
    public void Berlin_and_New_York_share_two_hours_and_three_in_the_week_between_their_changes()
    {
        Found("2026-10-20", In("Europe/Berlin"), In("America/New_York")).ShouldBe(["13:00-15:00"]);
        Found("2026-10-27", In("Europe/Berlin"), In("America/New_York")).ShouldBe(["13:00-16:00"]);
        Found("2026-11-03", In("Europe/Berlin"), In("America/New_York")).ShouldBe(["14:00-16:00"]);
    }

    [Fact]
    public void Chicago_and_Singapore_share_nothing_at_usual_hours_and_both_ends_of_the_day_at_long_ones()
    {
        Found("2026-11-03", In("America/Chicago"), In("Asia/Singapore")).ShouldBeEmpty();
        // By the clocks of Chicago: 17:00 to 21:00 on the 3rd is 07:00 to 11:00 on the 4th in Singapore.
        Found("2026-11-03", In("America/Chicago", Long), In("Asia/Singapore", Long)).ShouldBe(["23:00-03:00"]);
        Found("2026-10-20", In("America/Chicago", Long), In("Asia/Singapore", Long))
            .ShouldBe(["12:00-13:00", "23:00-02:00"]);
    }

    [Fact]
    public void Nobody_is_met_at_the_weekend() =>
        Found("2026-10-24", In("Europe/Berlin"), In("Europe/Berlin")).ShouldBeEmpty();

    [Fact]
    public void A_night_shift_reaches_into_the_next_day()
    {
        var night = WorkingHours.Default with { From = new(22, 0), To = new(6, 0) };
        var early = WorkingHours.Default with { From = new(5, 0), To = new(13, 0) };
        Found("2026-10-20", In("Etc/UTC", early), In("Etc/UTC", night)).ShouldBe(["05:00-06:00"]);
        Found("2026-10-24", In("Etc/UTC", early), In("Etc/UTC", night)).ShouldBeEmpty();
    }

    [Fact]
    public void Three_people_share_the_hours_of_all() =>
        Found("2026-10-20", In("Europe/Berlin"), In("America/New_York"), In("Etc/UTC", Long)).ShouldBe(["13:00-15:00"]);

    private static Person In(string zone, WorkingHours? hours = null) =>
        Person.Unknown(Mentor) with
        {
            Zone = zone,
            Hours = hours ?? WorkingHours.Default,
        };

    /// <summary>In UTC, on a day of the first one's calendar.</summary>
    private static IEnumerable<string> Found(string day, params Person[] people) =>
        SharedAvailability
            .On(LocalDate.FromDateOnly(DateOnly.Parse(day)), LocalTimes.ZoneOrUtc(people[0].Zone), people)
            .Select(i => $"{i.Start.ToDateTimeUtc():HH:mm}-{i.End.ToDateTimeUtc():HH:mm}");
}
