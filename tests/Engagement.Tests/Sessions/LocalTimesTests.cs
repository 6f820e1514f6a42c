using NodaTime;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.ServiceDefaults;
using static PeerNetwork.Engagement.Tests.TestData;

namespace PeerNetwork.Engagement.Tests.Sessions;

public class LocalTimesTests
{
    [Fact]
    public void A_weekly_session_keeps_the_wall_time_of_its_zone_across_the_change_in_Chicago()
    {
        // Clocks in Chicago go back on 1 November 2026; Singapore has no change.
        var slots = Weekly("2026-10-26T18:00", "America/Chicago", 2);
        slots.Select(s => s.StartsAt.ToString("O")[..16]).ShouldBe(["2026-10-26T18:00", "2026-11-02T18:00"]);
        slots.Select(s => s.StartsAt.Offset.TotalHours).ShouldBe([-5, -6]);
        slots
            .Select(s => s.StartsAt.In("Asia/Singapore").ToString("O")[..16])
            .ShouldBe(["2026-10-27T07:00", "2026-11-03T08:00"]);
    }

    [Fact]
    public void In_the_week_between_the_changes_Berlin_and_New_York_are_five_hours_apart()
    {
        // Berlin changes on 25 October 2026, New York on 1 November.
        var slots = Weekly("2026-10-20T15:00", "Europe/Berlin", 3);
        slots.Select(s => s.StartsAt.DateTime.Hour).ShouldBe([15, 15, 15]);
        slots.Select(s => s.StartsAt.In("America/New_York").DateTime.Hour).ShouldBe([9, 10, 9]);
        slots.Select(s => s.StartsAt.UtcDateTime.Hour).ShouldBe([13, 14, 14]);
    }

    [Fact]
    public void A_skipped_wall_time_means_as_long_after_midnight_as_usual()
    {
        // Clocks in Chicago jump from 02:00 to 03:00 on 14 March 2027; the week after is as planned again.
        var slots = Weekly("2027-03-07T02:30", "America/Chicago", 3);
        slots
            .Select(s => s.StartsAt.ToString("O")[..16])
            .ShouldBe(["2027-03-07T02:30", "2027-03-14T03:30", "2027-03-21T02:30"]);
    }

    [Fact]
    public void A_wall_time_that_comes_twice_means_its_first_coming() =>
        // 01:30 on 1 November 2026 comes in summer time and, an hour later, in winter time.
        Weekly("2026-11-01T01:30", "America/Chicago", 1)[0]
            .StartsAt.ShouldBe(new(2026, 11, 1, 1, 30, 0, TimeSpan.FromHours(-5)));

    [Fact]
    public void Without_a_zone_the_one_of_the_planner_counts() =>
        new PlanSessions.Request("2026-10-26T18:00", 60)
            .Weekly(1, "Asia/Singapore", Now)[0]
            .ShouldBe(new(new(2026, 10, 26, 18, 0, 0, TimeSpan.FromHours(8)), "Asia/Singapore", 60));

    [Theory]
    [InlineData("2026-10-26 18:00", "Asia/Singapore", 60, "start")]
    [InlineData("2026-10-26T18:00Z", "Asia/Singapore", 60, "start")]
    [InlineData("2026-02-30T18:00", "Asia/Singapore", 60, "start")]
    [InlineData(null, "Asia/Singapore", 60, "start")]
    [InlineData("9999-12-31T23:59", "Asia/Singapore", 60, "start")]
    [InlineData("2026-10-26T18:00", "Mars/Olympus", 60, "zone")]
    [InlineData("2026-10-26T18:00", "", 60, "zone")]
    [InlineData("2026-10-26T18:00", "Asia/Singapore", 4, "minutes")]
    [InlineData("2026-10-26T18:00", "Asia/Singapore", 481, "minutes")]
    public void What_is_no_time_is_refused(string? start, string zone, int minutes, string field)
    {
        RequestValidation.Configure();
        new SlotRequestValidator()
            .Validate(new PlanSessions.Request(start!, minutes, zone))
            .Errors.Select(e => e.PropertyName)
            .ShouldBe([field]);
    }

    [Theory, InlineData("2026-09-01T18:00"), InlineData("2029-09-01T18:00")]
    public void What_is_out_of_reach_is_refused(string start) =>
        Should.Throw<InvalidFieldException>(() => Weekly(start, "Asia/Singapore", 1)).Errors.Keys.ShouldBe(["start"]);

    private static Slot[] Weekly(string start, string zone, int times) =>
        new PlanSessions.Request(start, 60, zone).Weekly(times, "Etc/UTC", Now);

    [Fact]
    public void The_day_is_that_of_the_zone()
    {
        var late = new DateTimeOffset(2026, 10, 19, 23, 0, 0, TimeSpan.Zero);
        late.DayIn("Asia/Singapore").ShouldBe(new DateOnly(2026, 10, 20));
        late.DayIn("America/Chicago").ShouldBe(new DateOnly(2026, 10, 19));
        LocalTimes.ZoneOrUtc("Not/Known").ShouldBe(DateTimeZone.Utc);
    }
}
