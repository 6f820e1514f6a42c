using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Analytics.Tests.Dashboard;

[Collection(MeasuredProgramTests.Name)]
public sealed class ShowDashboardTests(MeasuredProgram program)
{
    private static readonly string Address = $"/dashboard?program={MeasuredProgram.Program}";

    [Theory]
    [InlineData("participation.applied", 52)]
    [InlineData("participation.approved", 47)]
    [InlineData("participation.ready", 47)]
    [InlineData("participation.rejected", 5)]
    [InlineData("participation.withdrawn", 0)]
    [InlineData("participation.active", 40)]
    [InlineData("participation.rate", 0.3092)] // 47 of the 152 who work at the four sites
    [InlineData("matching.mentees", 37)]
    [InlineData("matching.matched", 30)]
    [InlineData("matching.rate", 0.8108)]
    [InlineData("matching.confirmed", 30)]
    [InlineData("matching.medianDays", 14.5)]
    [InlineData("matching.ninetiethPercentileDays", 26.1)]
    [InlineData("mentorships.started", 30)]
    [InlineData("mentorships.completed", 15)]
    [InlineData("mentorships.endedEarly", 0)]
    [InlineData("mentorships.successful", 15)]
    [InlineData("sessions.planned", 30)]
    [InlineData("sessions.held", 30)]
    [InlineData("sessions.missed", 0)]
    [InlineData("sessions.attendance", 1)]
    [InlineData("goals.set", 30)]
    [InlineData("goals.reached", 15)]
    [InlineData("goals.onTime", 8)]
    [InlineData("goals.attainment", 0.5)]
    [InlineData("goals.attainmentOnTime", 0.2667)]
    [InlineData("satisfaction.mentors.mean", 4)]
    [InlineData("satisfaction.mentees.mean", 5)]
    [InlineData("satisfaction.mentees.count", 30)]
    public async Task A_sponsor_sees_the_totals_of_a_program_exactly(string figure, double expected) =>
        (await MeasuredProgram.Read(program.Sponsor, Address))
            .GetProperty("metrics")
            .Figure(figure)
            .ShouldBe((decimal)expected);

    [Fact]
    public async Task The_targets_of_the_program_stand_beside_what_it_has_reached_over_all_time()
    {
        foreach (var period in new[] { "", "&period=2026-Q1" })
            (await MeasuredProgram.Read(program.Sponsor, Address + period))
                .GetProperty("targets")
                .EnumerateArray()
                .Select(t => $"{t.GetProperty("metric")} {t.Figure("current"):0.####} {t.GetProperty("state")}")
                .ShouldBe(["matchRate 0.8108 reached", "goalAttainment 0.5 missed", "medianDaysToMatch 14.5 open"]);
    }

    [Fact]
    public async Task A_site_of_three_shows_nothing()
    {
        (await MeasuredProgram.Read(program.CoordinatorOf("REK"), $"{Address}&site=REK"))
            .GetProperty("targets")
            .EnumerateArray()
            .Select(t => t.GetProperty("state").GetString())
            .ShouldAllBe(state => state == "unknown");
        var figures = (await MeasuredProgram.Read(program.CoordinatorOf("REK"), $"{Address}&site=REK")).GetProperty(
            "metrics"
        );
        foreach (
            var figure in new[]
            {
                "participation.applied",
                "participation.rate",
                "matching.mentees",
                "matching.rate",
                "matching.medianDays",
                "goals.set",
                "satisfaction.mentees.mean",
            }
        )
            figures.Figure(figure).ShouldBeNull(figure);
    }

    [Fact]
    public async Task Asking_site_by_site_does_not_give_away_what_the_breakdown_hides()
    {
        var hidden = 0;
        foreach (var site in new[] { "CHI", "LON", "REK", "SIN" })
        {
            var one = (await MeasuredProgram.Read(program.Sponsor, $"{Address}&site={site}")).GetProperty("metrics");
            if (one.Figure("participation.applied") is null)
                hidden++;
        }

        hidden.ShouldBe(2);
    }

    [Fact]
    public async Task A_coordinator_of_one_site_need_not_name_it()
    {
        var body = await MeasuredProgram.Read(program.CoordinatorOf("CHI"), Address);
        body.GetProperty("site").GetString().ShouldBe("CHI");
        body.GetProperty("metrics").Figure("participation.applied").ShouldBe(27);
    }

    [Fact]
    public async Task A_coordinator_of_all_sites_sees_the_whole() =>
        (await MeasuredProgram.Read(program.CoordinatorOf("*"), Address))
            .GetProperty("metrics")
            .Figure("participation.applied")
            .ShouldBe(52);

    [Fact]
    public async Task Figures_of_a_period_are_those_of_its_weeks_and_the_answer_says_which()
    {
        var body = await MeasuredProgram.Read(program.Sponsor, $"{Address}&period=2026-Q1");
        (
            body.GetProperty("period").GetString(),
            body.GetProperty("from").GetString(),
            body.GetProperty("to").GetString()
        ).ShouldBe(("2026-Q1", "2025-12-29", "2026-03-29"));
        body.GetProperty("metrics").Figure("participation.applied").ShouldBe(52);

        var next = await MeasuredProgram.Read(program.Sponsor, $"{Address}&period=2026-Q2");
        next.GetProperty("metrics").Figure("participation.applied").ShouldBe(0);
    }

    [Fact]
    public async Task All_time_has_no_first_and_no_last_day()
    {
        var body = await MeasuredProgram.Read(program.Sponsor, Address);
        foreach (var field in new[] { "period", "from", "to" })
            body.GetProperty(field).ValueKind.ShouldBe(JsonValueKind.Null, field);
    }

    [Fact]
    public async Task The_document_says_which_periods_there_are()
    {
        var document = await program.Analytics.Anonymous().GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        foreach (var path in new[] { "/dashboard", "/dashboard/weeks", "/dashboard/sites" })
        {
            var period = document
                .GetProperty("paths")
                .GetProperty(path)
                .GetProperty("get")
                .GetProperty("parameters")
                .EnumerateArray()
                .Single(p => p.GetProperty("name").GetString() == "period");
            period.GetProperty("description").GetString()!.ShouldContain("2026-Q1");
            period.GetProperty("schema").GetProperty("type").GetString().ShouldBe("string");
        }
    }

    [Theory]
    [InlineData("LON", "CHI")] // another site
    [InlineData(null, "CHI", "SIN")] // all sites, with two in care
    [InlineData(null)] // all sites, with none in care
    public async Task A_coordinator_sees_nothing_beyond_the_sites_in_care(string? site, params string[] inCare) =>
        (
            await program.CoordinatorOf(inCare).GetAsync(site is null ? Address : $"{Address}&site={site}")
        ).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

    [Theory]
    [InlineData("/dashboard")]
    [InlineData("/dashboard/weeks")]
    [InlineData("/dashboard/sites")]
    public async Task Only_sponsors_and_coordinators_read_dashboards(string route)
    {
        var address = $"{route}?program={MeasuredProgram.Program}";
        foreach (var role in new[] { Roles.Employee, Roles.PeopleAdmin, Roles.Overseer, Roles.Integration })
            (await program.Analytics.As(Guid.NewGuid(), [role], ["*"]).GetAsync(address)).StatusCode.ShouldBe(
                HttpStatusCode.Forbidden,
                role
            );
        (await program.Analytics.Anonymous().GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await program.Sponsor.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/dashboard", 400)]
    [InlineData("/dashboard?program=nonsense", 400)]
    [InlineData("/dashboard?program=0195b7a0-0000-7000-8000-000000000000", 404)]
    [InlineData("{0}&site=NOWHERE", 404)]
    [InlineData("{0}&period=", 400)]
    [InlineData("{0}&period=yesterday", 400)]
    [InlineData("{0}&period=2026", 400)]
    [InlineData("{0}&period=2026-Q5", 400)]
    [InlineData("{0}&period=2026-q1", 400)]
    [InlineData("{0}&period=1926-Q1", 400)]
    [InlineData("{0}&period=2026-W10", 400)]
    [InlineData("{0}&period=2026-Q1,2026-Q2", 400)]
    [InlineData("{0}&period=2026-Q1&period=2026-Q2", 400)]
    [InlineData("{0}&from=2026-03-01&to=2026-03-20", 400)]
    [InlineData("{0}&to=2026-03-20", 400)]
    public async Task What_cannot_be_answered_is_refused_with_a_problem(string address, int status)
    {
        var answer = await program.Sponsor.GetAsync(string.Format(null, address, Address));
        ((int)answer.StatusCode).ShouldBe(status, await answer.Content.ReadAsStringAsync());
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Theory]
    [InlineData("/dashboard")]
    [InlineData("/dashboard/weeks")]
    [InlineData("/dashboard/sites")]
    public async Task A_range_of_days_is_refused_with_the_way_to_ask_for_a_period(string route)
    {
        var address = $"{route}?program={MeasuredProgram.Program}";
        foreach (var range in new[] { "from=2026-03-01", "to=2026-03-20", "From=2026-03-01" })
        {
            var answer = await program.Sponsor.GetAsync($"{address}&{range}");
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, range);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("period=2026-Q1");
        }
    }
}
