using System.Net;

namespace PeerNetwork.Analytics.Tests.Dashboard;

[Collection(MeasuredProgramTests.Name)]
public sealed class ShowSitesTests(MeasuredProgram program)
{
    private static readonly string Address = $"/dashboard/sites?program={MeasuredProgram.Program}";

    [Fact]
    public async Task The_smallest_site_and_the_next_are_hidden_and_the_others_exact()
    {
        var sites = (await MeasuredProgram.Read(program.Sponsor, Address))
            .GetProperty("items")
            .EnumerateArray()
            .ToDictionary(s => s.GetProperty("code").GetString()!);
        Applied("CHI").ShouldBe(27);
        Applied("LON").ShouldBe(14);
        Applied("REK").ShouldBeNull();
        Applied("SIN").ShouldBeNull();

        decimal? Applied(string site) => sites[site].GetProperty("metrics").Figure("participation.applied");
    }

    [Fact]
    public async Task A_period_hides_what_all_time_hides()
    {
        var body = await MeasuredProgram.Read(program.Sponsor, $"{Address}&period=2026-Q1");
        body.GetProperty("period").GetString().ShouldBe("2026-Q1");
        body.GetProperty("items")
            .EnumerateArray()
            .Select(s => s.GetProperty("metrics").Figure("participation.applied"))
            .ShouldBe([27, 14, null, null]);
    }

    [Theory]
    [InlineData("participation.applied")]
    [InlineData("matching.matched")]
    [InlineData("mentorships.started")]
    [InlineData("goals.set")]
    [InlineData("satisfaction.mentees.count")]
    public async Task No_total_less_the_sites_shown_is_about_fewer_than_five(string figure)
    {
        var total = (await MeasuredProgram.Read(program.Sponsor, $"/dashboard?program={MeasuredProgram.Program}"))
            .GetProperty("metrics")
            .Figure(figure)!
            .Value;
        var sites = (await MeasuredProgram.Read(program.Sponsor, Address))
            .GetProperty("items")
            .EnumerateArray()
            .Select(s => s.GetProperty("metrics").Figure(figure))
            .ToArray();
        sites.Count(s => s is null).ShouldBeGreaterThan(1);
        (total - sites.Sum()!.Value).ShouldBeGreaterThanOrEqualTo(5);
    }

    [Fact]
    public async Task A_coordinator_sees_the_rows_of_own_sites_only()
    {
        var items = (await MeasuredProgram.Read(program.CoordinatorOf("LON", "SIN"), Address))
            .GetProperty("items")
            .EnumerateArray()
            .ToArray();
        items.Select(s => s.GetProperty("code").GetString()).ShouldBe(["LON", "SIN"]);
        items[0].GetProperty("name").GetString().ShouldBe("Site LON");
        items[0].GetProperty("metrics").Figure("participation.applied").ShouldBe(14);
        items[1].GetProperty("metrics").Figure("participation.applied").ShouldBeNull();
    }

    [Fact]
    public async Task A_coordinator_of_no_site_sees_not_even_the_name_of_the_program() =>
        (await program.CoordinatorOf().GetAsync(Address)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
}
