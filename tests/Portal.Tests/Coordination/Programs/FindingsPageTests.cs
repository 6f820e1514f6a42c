using System.Net;
using System.Text.Json;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Coordination.Programs;

namespace PeerNetwork.Portal.Tests.Coordination.Programs;

public class FindingsPageTests : Component
{
    private static readonly Guid Finding = Guid.CreateVersion7();

    private static readonly string Path = $"/programs/{TestProgram.Id}/findings";

    [Fact]
    public void A_finding_is_shown_with_its_author_its_action_and_its_answer()
    {
        using var api = new FakeApi([
            .. View(
                Item("resolved", resolvedInVersion: 3, id: Guid.CreateVersion7()),
                Item("planned", action: "Meet weekly.", overdue: true, id: Guid.CreateVersion7()),
                Item("dismissed", dismissalReason: "Too costly.", id: Guid.CreateVersion7()),
                Item("open")
            ),
        ]);

        var page = Show(api);

        page.WaitForElements("li", 4);
        page.FindAll("h2")
            .Select(h => h.TextContent.Trim())
            .ShouldBe(["Survey: resolved", "Survey: planned", "Survey: dismissed", "Survey: open"]);
        page.FindAll("li").ShouldAllBe(li => li.TextContent.Contains("Ada Boss · Found in version 2"));
        page.FindAll("h3")
            .Select(h => h.TextContent.Trim())
            .ShouldBe(["Answered by version 3", "What is to be done", "Why the program does not change"]);
        page.FindAll(".written")
            .Select(p => p.TextContent)
            .ShouldBe(["They wait.", "They wait.", "Meet weekly.", "They wait.", "Too costly.", "They wait."]);
        page.FindAll("li")[1].TextContent.ShouldContain("By 4/1/2027 · overdue");
    }

    [Fact]
    public void Without_findings_the_page_says_so()
    {
        using var api = new FakeApi(Findings(), TestProgram.Answer(), Versions());

        Show(api).WaitForElement("p.muted").TextContent.ShouldBe("No finding was recorded yet.");
    }

    [Fact]
    public void A_finding_is_recorded_and_the_list_loaded_again()
    {
        using var api = new FakeApi([
            Findings(),
            TestProgram.Answer(),
            Versions(),
            FakeApi.Json(new { id = Finding }, HttpStatusCode.Created),
            .. View(Item("open")),
        ]);
        var page = Show(api);
        Click(page, "Record a finding");
        Dialogs.WaitForElement("textarea").Change("They wait.");
        Click(Dialogs, "Record a finding");

        page.WaitForElements("li", 1);
        Sent(api, $"POST {Path}", "source", "text").ShouldBe(["report", "They wait."]);
    }

    [Fact]
    public void An_action_is_planned_anew_from_the_former_one()
    {
        using var api = new FakeApi([
            .. View(Item("planned", action: "Meet weekly.")),
            FakeApi.Done,
            .. View(Item("planned", action: "Meet daily.")),
        ]);
        var page = Show(api);
        Click(page, "Plan anew");
        Dialogs.WaitForElement("textarea").TextContent.ShouldBe("Meet weekly.");
        Dialogs.Find("textarea").Change("Meet daily.");
        Click(Dialogs, "Plan anew");

        page.WaitForState(() => page.Markup.Contains("Meet daily.", StringComparison.Ordinal));
        Sent(api, $"PUT {Path}/{Finding}/action", "action", "due").ShouldBe(["Meet daily.", "2027-04-01"]);
    }

    [Fact]
    public void The_newest_version_that_changed_the_plan_since_then_is_offered_as_the_answer()
    {
        using var api = new FakeApi([
            .. View(Item("open")),
            FakeApi.Done,
            .. View(Item("resolved", resolvedInVersion: 4)),
        ]);
        var page = Show(api);
        Click(page, "Resolve");
        Click(Dialogs, "Resolve");

        page.WaitForElement("h3 a").TextContent.ShouldBe("Answered by version 4");
        Sent(api, $"POST {Path}/{Finding}/resolve", "version").ShouldBe(["4"]);
    }

    [Fact]
    public void A_version_that_came_after_the_page_was_loaded_is_offered_too()
    {
        using var api = new FakeApi([
            Findings(Item("open")),
            TestProgram.Answer(),
            FakeApi.Json(new { items = new[] { Version(2, "revised", Change), Version(1, "drafted") } }),
            TestProgram.Names(),
            FakeApi.Problem(HttpStatusCode.Conflict, "Others changed this."),
            .. View(Item("open")),
            FakeApi.Done,
            .. View(Item("resolved", resolvedInVersion: 4)),
        ]);
        var page = Show(api);
        Click(page, "Dismiss");
        Dialogs.WaitForElement("textarea").Change("Too costly.");
        Click(Dialogs, "Dismiss");
        page.WaitForState(() => Labels(page).Contains("Resolve"));
        Click(page, "Resolve");
        Click(Dialogs, "Resolve");

        page.WaitForElement("h3 a");
        Sent(api, $"POST {Path}/{Finding}/resolve", "version").ShouldBe(["4"]);
    }

    [Fact]
    public void Without_a_change_since_then_there_is_no_answer_to_choose()
    {
        using var api = new FakeApi([.. View(Item("open", foundInVersion: 4))]);

        var page = Show(api);

        page.WaitForElements("li", 1);
        Labels(page).ShouldBe(["Record a finding", "Plan an action", "Dismiss"]);
    }

    [Fact]
    public void A_finding_is_dismissed_for_a_reason_and_can_be_reopened()
    {
        using var api = new FakeApi([
            .. View(Item("open")),
            FakeApi.Done,
            .. View(Item("dismissed", dismissalReason: "Too costly.")),
            FakeApi.Done,
            .. View(Item("open")),
        ]);
        var page = Show(api);
        Click(page, "Dismiss");
        Dialogs.WaitForElement("textarea").Change("Too costly.");
        Click(Dialogs, "Dismiss");
        page.WaitForState(() => page.Markup.Contains("Too costly.", StringComparison.Ordinal));
        Sent(api, $"POST {Path}/{Finding}/dismiss", "reason").ShouldBe(["Too costly."]);
        Labels(page).ShouldBe(["Record a finding", "Reopen"]);

        Click(page, "Reopen");
        Click(Dialogs, "Reopen");

        page.WaitForState(() => Labels(page).Contains("Dismiss"));
        api.Requests.ShouldContain(r => r.Request == $"POST {Path}/{Finding}/reopen");
    }

    [Fact]
    public void Earlier_findings_come_when_asked_for()
    {
        using var api = new FakeApi(
            FakeApi.Json(new { items = new[] { Item("open") }, next = "next" }),
            TestProgram.Answer(),
            Versions(),
            TestProgram.Names(),
            Findings(Item("dismissed", dismissalReason: "Too costly.", id: Guid.CreateVersion7())),
            TestProgram.Names()
        );
        var page = Show(api);

        Click(page, "Show earlier findings");

        page.WaitForElements("li", 2);
        Labels(page).ShouldNotContain("Show earlier findings");
    }

    [Fact]
    public void Without_the_role_the_page_says_that_it_is_not_open()
    {
        using var api = new FakeApi(FakeApi.Problem(HttpStatusCode.Forbidden, "Needs the role coordinator."));

        Show(api).WaitForElement(".state h2").TextContent.ShouldBe("This page is not open to you");
    }

    private IRenderedComponent<FindingsPage> Show(FakeApi api)
    {
        Services.AddSingleton(new EnrollmentClient(api.Client));
        ShowDialogs();
        return Render<FindingsPage>(p => p.Add(c => c.Id, TestProgram.Id));
    }

    private static string[] Labels(IRenderedComponent<FindingsPage> page) =>
        [.. page.FindAll("button").Select(button => button.TextContent.Trim())];

    private static string[] Sent(FakeApi api, string request, params string[] fields)
    {
        var body = JsonDocument.Parse(api.Requests.Single(r => r.Request == request).Body!).RootElement;
        return [.. fields.Select(field => body.GetProperty(field).ToString())];
    }

    /// <summary>The answers from which the page is made.</summary>
    private static HttpResponseMessage[] View(params object[] findings) =>
        [Findings(findings), TestProgram.Answer(), Versions(), TestProgram.Names()];

    private static HttpResponseMessage Findings(params object[] items) => FakeApi.Json(new { items });

    private static object Item(
        string status,
        int foundInVersion = 2,
        string? action = null,
        bool overdue = false,
        int? resolvedInVersion = null,
        string? dismissalReason = null,
        Guid? id = null
    )
    {
        var isDecided = status is "resolved" or "dismissed";
        return new
        {
            id = id ?? Finding,
            source = "survey",
            text = "They wait.",
            status,
            foundInVersion,
            recordedBy = TestProgram.Author,
            recordedAt = "2026-11-01T10:00:00Z",
            action,
            due = action is null ? null : "2027-04-01",
            plannedBy = action is null ? (Guid?)null : TestProgram.Author,
            overdue,
            resolvedInVersion,
            dismissalReason,
            decidedBy = isDecided ? TestProgram.Author : (Guid?)null,
            decidedAt = isDecided ? "2026-11-02T10:00:00Z" : null,
        };
    }

    private static HttpResponseMessage Versions() =>
        FakeApi.Json(
            new
            {
                items = new[]
                {
                    Version(5, "published"),
                    Version(4, "revised", Change),
                    Version(3, "revised", Change),
                    Version(2, "revised", Change),
                    Version(1, "drafted"),
                },
            }
        );

    private static object Change { get; } = new
    {
        field = "meetingEveryDays",
        before = 14,
        after = 7,
    };

    private static object Version(int version, string change, params object[] changes) =>
        TestProgram.Version(version, change, reason: null, changes);
}
