using System.Net;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Portal.Api.Matching;
using PeerNetwork.Portal.Coordination;

namespace PeerNetwork.Portal.Tests.Coordination;

public class RunsTests : Component
{
    private static readonly Guid Program = Guid.CreateVersion7();
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Runs_by_the_schedule_are_told_apart_and_the_next_one_is_announced()
    {
        using var api = new FakeApi(
            FakeApi.Json(
                new { items = new[] { Run(Monday, isScheduled: true), Run(Monday.AddHours(-3), isScheduled: false) } }
            ),
            FakeApi.Json(new { nextRunAt = Monday.AddDays(7) })
        );

        var page = Show(api);

        var rows = page.WaitForElements("tbody tr", 2);
        rows[0].TextContent.ShouldContain("By the schedule");
        rows[1].TextContent.ShouldNotContain("By the schedule");
        page.Markup.ShouldContain("The next run starts by itself: 3/9/2026");
    }

    [Fact]
    public void Where_a_coordinator_starts_each_run_none_is_announced()
    {
        using var api = new FakeApi(
            FakeApi.Json(new { items = Array.Empty<object>() }),
            FakeApi.Json(new { nextRunAt = (DateTimeOffset?)null })
        );

        var page = Show(api);

        page.WaitForElement("p.muted")
            .TextContent.ShouldBe("Nothing was computed yet. Start a matching when enough applicants are ready.");
        page.Markup.ShouldNotContain("starts by itself");
    }

    [Fact]
    public void Where_a_program_has_both_the_coordinator_says_what_the_run_proposes()
    {
        using var api = new FakeApi(
            FakeApi.Json(new { items = Array.Empty<object>() }),
            FakeApi.Json(new { nextRunAt = (DateTimeOffset?)null }),
            FakeApi.Json(new { factors = Array.Empty<object>() }),
            FakeApi.Json(new { id = Guid.CreateVersion7() }, HttpStatusCode.Created),
            FakeApi.Json(new { items = Array.Empty<object>() }),
            FakeApi.Json(new { nextRunAt = (DateTimeOffset?)null })
        );
        Services.AddSingleton(new MatchingClient(api.Client));
        ShowDialogs();
        MatchKind[] kinds = [MatchKind.OneToOne, MatchKind.Reciprocal];
        var page = Render<Runs>(p => p.Add(c => c.Program, Program).Add(c => c.Kinds, kinds));
        Click(page, "Start a matching");
        // The kinds, and the methods of the first kind.
        Dialogs.WaitForAssertion(() => Dialogs.FindAll("input[type=radio]").Count.ShouldBe(5));
        Dialogs.Markup.ShouldContain("Fairness (optional)");

        Dialogs.FindAll("input[type=radio]")[1].Click();
        Dialogs.WaitForAssertion(() => Dialogs.Markup.ShouldNotContain("Fairness (optional)"));
        Dialogs.FindAll("input[type=radio]").Count.ShouldBe(2);
        Click(Dialogs, "Start a matching");

        Dialogs.WaitForAssertion(() =>
            api
                .Requests.Single(r => r.Request == "POST /runs")
                .Body!.ShouldContain(
                    """
                    "kind":"reciprocal"
                    """.Trim()
                )
        );
    }

    private IRenderedComponent<Runs> Show(FakeApi api)
    {
        Services.AddSingleton(new MatchingClient(api.Client));
        return Render<Runs>(p => p.Add(c => c.Program, Program).Add(c => c.Kinds, [MatchKind.OneToOne]));
    }

    private static object Run(DateTimeOffset at, bool isScheduled) =>
        new
        {
            id = Guid.CreateVersion7(),
            program = Program,
            state = "published",
            requestedAt = at,
            scheduled = isScheduled,
        };
}
