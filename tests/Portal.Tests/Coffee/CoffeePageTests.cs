using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;
using PeerNetwork.Portal.Coffee;

namespace PeerNetwork.Portal.Tests.Coffee;

public class CoffeePageTests : Component
{
    private static readonly Guid Program = Guid.CreateVersion7(),
        Aiko = Guid.CreateVersion7(),
        Erased = Guid.CreateVersion7();

    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero),
        NextRound = new(2026, 3, 9, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Without_coffee_rounds_the_page_says_so()
    {
        using var api = new FakeApi(Programs());

        Show(api).WaitForElement("p.muted").TextContent.ShouldBe("No program at your site has coffee rounds.");
    }

    [Fact]
    public void A_colleague_joins()
    {
        using var api = new FakeApi(
            Programs(Rounds("join", takesPart: false)),
            FakeApi.Done,
            Programs(Rounds("nextRound"))
        );
        var page = Show(api);
        page.WaitForAssertion(() => page.Markup.ShouldContain("No application is needed."));
        Click(page, "Take part");
        Click(Dialogs, "Take part");

        page.WaitForAssertion(() => page.Markup.ShouldContain("You are in the next round."));
        page.Markup.ShouldContain("The next round is on 3/9/2026");
        api.Requests.ShouldContain(($"POST /programs/{Program}/coffee/join", ""));
    }

    [Fact]
    public void A_member_snoozes_until_a_day_and_resumes_before()
    {
        using var api = new FakeApi(
            Programs(Rounds("nextRound")),
            FakeApi.Done,
            Programs(Rounds("endOfSnooze", snoozedUntil: "2026-05-01")),
            FakeApi.Done,
            Programs(Rounds("nextRound"))
        );
        var page = Show(api);
        Click(page, "Snooze");
        Dialogs.WaitForElement("input").Change("5/1/2026");
        Click(Dialogs, "Snooze");

        page.WaitForAssertion(() => page.Markup.ShouldContain("You are in no round before Friday, May 1, 2026."));
        Click(page, "Take part again");
        Click(Dialogs, "Take part again");

        page.WaitForAssertion(() => page.Markup.ShouldContain("You are in the next round."));
        api.Requests.Where(r => r.Request.StartsWith("POST", StringComparison.Ordinal))
            .ShouldBe([
                ($"POST /programs/{Program}/coffee/snooze", """{"until":"2026-05-01"}"""),
                ($"POST /programs/{Program}/coffee/resume", ""),
            ]);
    }

    [Fact]
    public void A_member_leaves()
    {
        using var api = new FakeApi(
            Programs(Rounds("returnFromLeave")),
            FakeApi.Done,
            Programs(Rounds("join", takesPart: false))
        );
        var page = Show(api);
        page.WaitForAssertion(() => page.Markup.ShouldContain("again after your leave"));
        Click(page, "Leave");
        Click(Dialogs, "Leave");

        page.WaitForAssertion(() => page.Markup.ShouldContain("You do not take part yet."));
        api.Requests.ShouldContain(($"POST /programs/{Program}/coffee/leave", ""));
    }

    [Fact]
    public void The_group_is_shown_by_names_with_the_hours_in_which_all_work()
    {
        using var api = new FakeApi(
            Programs(
                Rounds(
                    "nextRound",
                    group: Group([Aiko, Erased], new { start = Now, end = Now.AddHours(2) }),
                    hasNextRound: false
                )
            ),
            FakeApi.Json(new { items = new[] { new { id = Aiko, name = "Aiko <b>Tanaka</b>" } } })
        );

        var page = Show(api);

        page.WaitForElements("li li", 2)
            .Select(other => other.TextContent)
            .ShouldBe(["Aiko <b>Tanaka</b> · TYO", "Name not known · TYO"]);
        page.Markup.ShouldContain("Your group in round 3, formed on 3/2/2026");
        // The clock is written with a narrow space.
        page.Markup.Replace('\u202f', ' ').ShouldContain("All of you work from 9:00 AM to 11:00 AM, by your clock.");
        page.Markup.ShouldContain("The next round has no date yet.");
    }

    [Fact]
    public void A_group_without_common_hours_agrees_on_a_time()
    {
        using var api = new FakeApi(
            Programs(Rounds("nextRound", group: Group([Aiko], commonHours: null))),
            FakeApi.Json(new { items = new[] { new { id = Aiko, name = "Aiko Tanaka" } } })
        );
        var page = Show(api);
        page.WaitForAssertion(() => page.Markup.ShouldContain("Your working hours do not overlap."));
    }

    [Fact]
    public void A_person_who_was_alone_reads_so()
    {
        using var api = new FakeApi(Programs(Rounds("nextRound", group: Group([], commonHours: null))));
        var page = Show(api);
        page.WaitForAssertion(() => page.Markup.ShouldContain("You were the only one in this round."));
    }

    private IRenderedComponent<CoffeePage> Show(FakeApi api)
    {
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        Services.AddSingleton(new EnrollmentClient(api.Client));
        Services.AddSingleton(new MatchingClient(api.Client));
        ShowDialogs();
        return Render<CoffeePage>();
    }

    private static HttpResponseMessage Programs(params object[] programs) => FakeApi.Json(new { items = programs });

    private static object Rounds(
        string nextAction,
        bool takesPart = true,
        string? snoozedUntil = null,
        object? group = null,
        bool hasNextRound = true
    ) =>
        new
        {
            id = Program,
            name = "Coffee",
            takesPart,
            snoozedUntil,
            nextAction,
            nextRoundAt = hasNextRound ? NextRound : (DateTimeOffset?)null,
            group,
        };

    private static object Group(Guid[] others, object? commonHours) =>
        new
        {
            round = 3,
            formedAt = Now,
            others = others.Select(person => new { person, siteCode = "TYO" }),
            commonHours,
        };
}
