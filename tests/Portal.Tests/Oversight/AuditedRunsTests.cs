using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;
using PeerNetwork.Portal.Oversight;

namespace PeerNetwork.Portal.Tests.Oversight;

public class AuditedRunsTests : Component
{
    private static readonly Guid Known = Guid.CreateVersion7();

    [Fact]
    public void A_run_says_how_many_are_matched_and_whether_it_is_fair()
    {
        using var api = new FakeApi(
            Runs(
                "next",
                Run(Known, "published", 8, 2, boundsMet: true),
                Run(Known, "draft", 3, 1, boundsMet: false),
                Run(Guid.CreateVersion7(), "draft", 0, 4),
                Run(Known, "cancelled")
            ),
            Programs()
        );

        var page = Show(api, "?cursor=x");

        page.FindAll("tbody tr")
            .Select(row => row.QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()).ToArray())
            .Select(cells => string.Join(" | ", [cells[0], .. cells[2..]]))
            .ShouldBe([
                "Ethics | Published | 80% (8 of 10) | Every bound holds.",
                "Ethics | Draft | 75% (3 of 4) | Not every bound could be kept.",
                "A program without a known name | Draft | 0% (0 of 4) | No bounds were set",
                "Ethics | Stopped | – | –",
            ]);
        page.FindAll(".actions a")
            .Select(link => link.GetAttribute("href"))
            .ShouldBe(["/oversight", "/oversight?cursor=next"]);
    }

    [Fact]
    public void Without_runs_the_page_says_what_will_be_here()
    {
        using var api = new FakeApi(Runs(null), Programs());

        Show(api).Find(".state h2").TextContent.ShouldBe("No matching yet");
    }

    private IRenderedComponent<AuditedRuns> Show(FakeApi api, string query = "")
    {
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton(new MatchingClient(api.Client));
        Services.AddSingleton(new EnrollmentClient(api.Client));
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/oversight{query}");
        var page = Render<AuditedRuns>();
        page.WaitForElement("tbody tr, .state");
        return page;
    }

    private static HttpResponseMessage Runs(string? next, params object[] runs) =>
        FakeApi.Json(new { items = runs, next });

    private static object Run(
        Guid program,
        string state,
        int? matched = null,
        int? unmatched = null,
        bool? boundsMet = null
    ) =>
        new
        {
            id = Guid.CreateVersion7(),
            program,
            state,
            requestedAt = new DateTimeOffset(2026, 11, 28, 9, 0, 0, TimeSpan.Zero),
            matched,
            unmatched,
            boundsMet,
        };

    private static HttpResponseMessage Programs() =>
        FakeApi.Json(
            new
            {
                items = new[]
                {
                    new
                    {
                        id = Known,
                        name = "Ethics",
                        status = "published",
                    },
                },
            }
        );
}
