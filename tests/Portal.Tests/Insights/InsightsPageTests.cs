using System.Net;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using PeerNetwork.Portal.Api.Analytics;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Insights;
using static PeerNetwork.Portal.Tests.Insights.TestMetrics;

namespace PeerNetwork.Portal.Tests.Insights;

public sealed class InsightsPageTests : Component
{
    private static readonly Guid Program = Guid.CreateVersion7(),
        Draft = Guid.CreateVersion7();

    private FakeApi _api = new();

    public InsightsPageTests() =>
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(new(2026, 5, 20, 12, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void Each_figure_stands_beside_its_sample_and_a_hidden_one_says_so()
    {
        var page = Show("", Programs(), Sites(), Total(matched: Hidden), Weeks());

        page.FindAll(".cards .card")
            .Select(card => string.Join(" | ", card.QuerySelectorAll("h2, p").Select(text => text.TextContent)))
            .ShouldBe([
                "Share of colleagues who take part | 31% | Approved applications: 31",
                "Mentees with a match | hidden | Mentees ready for a match: 20",
                "Satisfaction of mentees | none yet | Ratings by mentees: 0",
            ]);
        Row(page, "Time until a match, median").ShouldBe(["6.5 days", "Confirmed matches: 15"]);
        Row(page, "Satisfaction of mentors").ShouldBe(["4.2 of 5", "Ratings by mentors: 11"]);
        Row(page, "Mentorships ended early").ShouldBe(["hidden", ""]);
        page.Find("#hidden").TextContent.ShouldBe("Why figures are hidden");
        page.FindAll("#targets ~ * tbody tr")
            .Select(row => string.Join(" | ", row.Children.Select(cell => cell.TextContent)))
            .ShouldBe([
                "Mentees with a match | 50% | hidden | 80% | 9/30/2026 | No figure yet",
                "Time until a match, median | – | 6.5 days | 10.0 days | – | Reached",
            ]);
        page.Markup.ShouldNotContain("Insights.");
        _api.Requests.Select(r => r.Request)
            .ShouldBe(["GET /programs", "GET /dashboard/sites", "GET /dashboard", "GET /dashboard/weeks"]);
    }

    [Fact]
    public void The_address_says_what_is_shown_and_a_chart_is_a_table_too()
    {
        var page = Show(
            $"?program={Program}&site=CHI&by=Sites&metric=Applied&table=true",
            Programs(),
            Sites(),
            Total(),
            Sites()
        );

        page.FindComponents<MetricChart>().ShouldBeEmpty();
        page.Find("caption").TextContent.ShouldBe("Applications");
        page.Find("table").QuerySelectorAll("tbody tr").Select(row => row.TextContent.Trim()).Count().ShouldBe(2);
        Row(page, "Chicago").ShouldBe(["12"]);
        Row(page, "Reykjavik").ShouldBe(["hidden"]);
        page.Markup.ShouldContain("1 value is hidden.");
        page.Find("a[download]")
            .GetAttribute("href")
            .ShouldBe($"/insights/metrics.csv?program={Program}&site=CHI&by=Sites");
    }

    [Fact]
    public void A_chosen_quarter_is_compared_with_the_one_before()
    {
        var page = Show("?period=2026-Q1", Programs(), Sites(), Total(), Total(matched: Value(0.5)), Weeks());

        page.FindAll(".cards .card")[1].TextContent.ShouldContain("The quarter before: 50%");
        page.FindComponents<MetricChart>().Count.ShouldBe(1);
    }

    [Fact]
    public void A_filter_changes_the_address_and_loads_anew()
    {
        var page = Show("?site=CHI", Programs(), Sites(), Total(), Weeks(), Sites(), Total(), Total(), Weeks());

        var period = page.FindComponents<MudSelect<string>>().Single(select => select.Instance.Label == "Period");
        page.InvokeAsync(() => period.Instance.ValueChanged.InvokeAsync("2026-Q2"));

        page.WaitForAssertion(() => page.FindAll(".cards .card").Count.ShouldBe(3));
        Services.GetRequiredService<NavigationManager>().Uri.ShouldEndWith("/insights?site=CHI&period=2026-Q2");
        _api.Requests.Count.ShouldBe(8);
    }

    [Fact]
    public void A_user_of_several_sites_is_asked_to_choose_one()
    {
        var page = Show(
            "",
            Programs(),
            Sites(),
            FakeApi.Problem(HttpStatusCode.Forbidden, "You see your own sites, one at a time.")
        );

        page.Find(".state").TextContent.ShouldContain("Choose a site");
    }

    [Fact]
    public void A_user_of_one_site_sees_which_one_it_is()
    {
        var page = Show("", Programs(), Sites(), Total(site: "CHI"), Weeks());

        page.Find(".filters").TextContent.ShouldNotContain("All sites");
        page.FindComponents<MudSelect<string>>()
            .Single(select => select.Instance.Label == "Site")
            .Find("input")
            .GetAttribute("value")
            .ShouldBe("Chicago");
    }

    [Fact]
    public void What_is_not_for_the_user_is_refused() =>
        Show("", Programs(), FakeApi.Problem(HttpStatusCode.Forbidden, "You have no access to any site."))
            .Find(".state")
            .TextContent.ShouldContain("This page is not open to you");

    [Fact]
    public void Before_a_program_is_published_the_page_says_what_will_be_there() =>
        Show("", FakeApi.Json(new { items = new[] { Summary(Draft, "A draft", "draft") } }))
            .Find(".state")
            .TextContent.ShouldContain("As soon as a program is published");

    private IRenderedComponent<InsightsPage> Show(string query, params HttpResponseMessage[] answers)
    {
        _api = new(answers);
        Services.AddSingleton(new AnalyticsClient(_api.Client));
        Services.AddSingleton(new EnrollmentClient(_api.Client));
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/insights{query}");
        Render<MudPopoverProvider>();
        var page = Render<InsightsPage>();
        page.WaitForElement(".card, .state");
        return page;
    }

    private static string[] Row(IRenderedComponent<InsightsPage> page, string name) =>
        [
            .. page.FindAll("section:not([aria-labelledby=targets]) tbody tr")
                .Single(row => row.QuerySelector("th")!.TextContent == name)
                .QuerySelectorAll("td")
                .Select(cell => cell.TextContent),
        ];

    private static HttpResponseMessage Programs() =>
        FakeApi.Json(
            new { items = new[] { Summary(Draft, "A draft", "draft"), Summary(Program, "Career change", "published") } }
        );

    private static object Summary(Guid id, string name, string status) =>
        new
        {
            id,
            name,
            status,
            siteCodes = new[] { "CHI", "REK" },
        };

    private static HttpResponseMessage Sites() =>
        FakeApi.Json(
            new
            {
                program = Program,
                name = "Career change",
                items = new[]
                {
                    new
                    {
                        code = "CHI",
                        name = "Chicago",
                        metrics = All(applied: Value(12)),
                    },
                    new
                    {
                        code = "REK",
                        name = "Reykjavik",
                        metrics = All(applied: Hidden),
                    },
                },
            }
        );

    private static HttpResponseMessage Total(Metric? matched = null, string? site = null) =>
        FakeApi.Json(
            new
            {
                program = Program,
                name = "Career change",
                site,
                metrics = All(matched),
                targets = new[]
                {
                    new TargetProgress
                    {
                        Metric = "matchRate",
                        Baseline = 0.5,
                        Value = 0.8,
                        Due = new(2026, 9, 30),
                        Current = matched ?? Value(0.75),
                        State = TargetState.Unknown,
                    },
                    new TargetProgress
                    {
                        Metric = "medianDaysToMatch",
                        Value = 10,
                        Current = Value(6.5),
                        State = TargetState.Reached,
                    },
                },
            }
        );

    private static HttpResponseMessage Weeks() =>
        FakeApi.Json(
            new
            {
                program = Program,
                name = "Career change",
                items = new[]
                {
                    new
                    {
                        code = "2026-W10",
                        starts = "2026-03-02",
                        metrics = All(),
                    },
                    new
                    {
                        code = "2026-W11",
                        starts = "2026-03-09",
                        metrics = All(matched: Hidden),
                    },
                },
            }
        );
}
