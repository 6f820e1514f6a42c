namespace PeerNetwork.Analytics.Tests.Dashboard;

[Collection(MeasuredProgramTests.Name)]
public sealed class ShowWeeksTests(MeasuredProgram program)
{
    private static readonly string Address = $"/dashboard/weeks?program={MeasuredProgram.Program}";

    [Fact]
    public async Task Each_fact_counts_in_its_own_iso_week()
    {
        var weeks = (await MeasuredProgram.Read(program.Sponsor, Address))
            .GetProperty("items")
            .EnumerateArray()
            .ToArray();
        weeks
            .Select(w => (w.GetProperty("code").GetString(), w.GetProperty("starts").GetString()))
            .ShouldBe([("2026-W10", "2026-03-02"), ("2026-W11", "2026-03-09"), ("2026-W12", "2026-03-16")]);
        weeks.Select(w => w.GetProperty("metrics").Figure("participation.applied")).ShouldBe([52, 0, 0]);
        weeks.Select(w => w.GetProperty("metrics").Figure("mentorships.started")).ShouldBe([0, 30, 0]);
        weeks.Select(w => w.GetProperty("metrics").Figure("sessions.held")).ShouldBe([0, 0, 30]);
    }

    [Fact]
    public async Task Weeks_of_a_small_site_are_hidden()
    {
        var weeks = (await MeasuredProgram.Read(program.CoordinatorOf("REK"), $"{Address}&site=REK"))
            .GetProperty("items")
            .EnumerateArray()
            .ToArray();
        weeks.Select(w => w.GetProperty("metrics").Figure("participation.applied")).ShouldBe([null, 0, 0]);
    }

    [Fact]
    public async Task A_period_has_its_own_weeks_alone()
    {
        var body = await MeasuredProgram.Read(program.Sponsor, $"{Address}&period=2026-Q1");
        body.GetProperty("period").GetString().ShouldBe("2026-Q1");
        body.GetProperty("items").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task A_time_in_which_nothing_happened_has_no_weeks() =>
        (await MeasuredProgram.Read(program.Sponsor, $"{Address}&period=2027-Q1"))
            .GetProperty("items")
            .EnumerateArray()
            .ShouldBeEmpty();
}
