using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PeerNetwork.Portal.Shell;
using static Microsoft.Playwright.Assertions;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>The pages of a mentorship, on the running platform.</summary>
[Collection(RunningPortalCollection.Name)]
public sealed class MentorshipTests(RunningPortal portal)
{
    private static readonly string[] Tabs = ["overview", "sessions", "goals", "notes", "agreement"];

    [Fact]
    public async Task A_mentor_goes_through_the_mentorship_by_clicks()
    {
        var mentorship = await RunningMentorship.Begin(portal);
        var page = await portal.SignIn("Mentor");
        await page.GetByRole(AriaRole.Link, new() { Name = "Mentoring" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Mentoring");
        await page.Locator($"a[href='{mentorship.Path}']").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Mentoring with Aiko Tanaka");
        await Expect(page.GetByText("in Tokyo")).ToBeVisibleAsync();

        await PlanMoveAndCancel(page);
        await SetAndReachGoal(page);
        await WriteAndShareNote(page);
        await ProposeAgreement(page, mentorship);
        await CheckInAndEnd(page);
        await page.Context.CloseAsync();
    }

    [Theory]
    [ClassData(typeof(Screens))]
    public async Task Every_tab_is_accessible_and_fits_its_screen(ColorScheme colors, int width)
    {
        var mentorship = await RunningMentorship.Begin(portal);
        await mentorship.Fill();
        var page = await portal.SignIn("Mentor", colors: colors);
        await page.SetViewportSizeAsync(width, 800);
        await page.GotoAsync("/mentoring");
        await Expect(page.Locator($"a[href='{mentorship.Path}']")).ToBeVisibleAsync();
        await page.ShouldLookRight(colors, $"mentoring-{width}");

        foreach (var tab in Tabs)
        {
            await page.GotoAsync($"{mentorship.Path}?tab={tab}");
            await Expect(page.GetByRole(AriaRole.Tab, new() { Name = tab }))
                .ToHaveAttributeAsync("aria-selected", "true");
            await Expect(page.Locator(".mud-tabs-panels .card, .mud-tabs-panels section").First).ToBeVisibleAsync();
            await page.ShouldLookRight(colors, $"mentorship-{tab}-{width}");
        }

        await page.GotoAsync($"{mentorship.Path}?tab=sessions");
        await page.OpenDialog(page.GetByRole(AriaRole.Button, new() { Name = "Plan a session" }));
        await page.ShouldLookRight(colors, $"mentorship-plan-{width}");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_mentor_goes_through_the_calendar_by_months()
    {
        var mentorship = await RunningMentorship.Begin(portal);
        await mentorship.Fill();
        await mentorship.ShouldBeListed();
        var page = await portal.SignIn("Mentor");
        await page.GetByRole(AriaRole.Link, new() { Name = "See all sessions" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("My calendar");
        var month = page.Locator("main h2");
        var now = await month.TextContentAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Month after" }).ClickAsync();
        await Expect(month).Not.ToHaveTextAsync(now!);
        await Expect(page).ToHaveURLAsync(new Regex("month="));
        await page.GetByRole(AriaRole.Link, new() { Name = "Month before" }).ClickAsync();
        await Expect(month).ToHaveTextAsync(now!);

        // Midnight in UTC is nine in the morning in Tokyo.
        var planned = new DateTimeOffset(DateTime.UtcNow.Date.AddDays(3));
        var address = $"/mentoring/calendar?month={planned.In("America/Chicago"):yyyy-MM}";
        await page.GotoAsync(address);
        var card = page.Locator(".card", new() { Has = page.Locator($"a[href^='{mentorship.Path}?']") })
            .Filter(new() { HasText = "The first draft" });
        await Expect(card).ToContainTextAsync("in Tokyo");
        var invitation = await card.Locator("a[download]").GetAttributeAsync("href");
        var file = await page.Context.APIRequest.GetAsync(invitation!);
        (await file.TextAsync()).ShouldContain("SUMMARY:Mentoring: The first draft");
        await page.ShouldLookRightOnEveryScreen(address, "calendar");
        await page.ShouldLookRightOnEveryScreen("/mentoring/calendar?month=2031-01", "calendar-empty");

        await page.GotoAsync(address);
        await page.ShouldBeInteractive();
        await card.Locator("h4 a").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Mentoring with Aiko Tanaka");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_stranger_does_not_see_a_mentorship()
    {
        var mentorship = await RunningMentorship.Begin(portal);
        var session = await mentorship.PlanSession();
        var page = await portal.SignIn("Mentee");
        await page.GotoAsync(mentorship.Path);
        await Expect(page.GetByText("This page is not open to you")).ToBeVisibleAsync();
        var file = await page.Context.APIRequest.GetAsync($"{mentorship.Path}/sessions/{session}/invitation.ics");
        file.Status.ShouldBe(403);
        await page.Context.CloseAsync();
    }

    private static async Task PlanMoveAndCancel(IPage page)
    {
        await ShowTab(page, "Sessions");
        var plan = page.GetByRole(AriaRole.Button, new() { Name = "Plan a session" });
        await page.OpenDialog(plan);
        await Fill(page, "Time", "09:00 AM");
        await Fill(page, "Topic (optional)", "The first draft");
        await Confirm(page, "Plan a session");
        var card = page.Locator(".card", new() { HasText = "The first draft" });
        await Expect(card).ToContainTextAsync("9:00");
        await Expect(card).ToContainTextAsync("in Tokyo");
        var invitation = await card.GetByRole(AriaRole.Link).GetAttributeAsync("href");
        var file = await page.Context.APIRequest.GetAsync(invitation!);
        (await file.TextAsync()).ShouldContain("SUMMARY:Mentoring: The first draft");

        var before = await card.Locator("p").First.TextContentAsync();
        await page.OpenDialog(card.GetByRole(AriaRole.Button, new() { Name = "Move" }));
        await Confirm(page, "Move");
        await Expect(card.Locator("p").First).Not.ToHaveTextAsync(before!);

        await page.OpenDialog(card.GetByRole(AriaRole.Button, new() { Name = "Cancel session" }));
        await Confirm(page, "Cancel session");
        await Expect(card).ToContainTextAsync("Cancelled");
    }

    private static async Task SetAndReachGoal(IPage page)
    {
        await ShowTab(page, "Goals");
        await page.OpenDialog(page.GetByRole(AriaRole.Button, new() { Name = "Set a goal" }));
        await Fill(page, "What do you want to reach?", "Give a talk");
        await Fill(
            page,
            "Until",
            DateTime.UtcNow.AddDays(60).ToString("M/d/yyyy", System.Globalization.CultureInfo.InvariantCulture)
        );
        await Confirm(page, "Set a goal");
        await page.OpenDialog(page.GetByRole(AriaRole.Button, new() { Name = "Goal reached" }));
        await Confirm(page, "Goal reached");
        await Expect(page.GetByText("Reached on")).ToBeVisibleAsync();
    }

    private static async Task WriteAndShareNote(IPage page)
    {
        await ShowTab(page, "Notes");
        await page.OpenDialog(page.GetByRole(AriaRole.Button, new() { Name = "Write a note" }));
        await Fill(page, "Note", "Ask about <b>pauses</b>");
        await Confirm(page, "Save");
        await Expect(page.GetByText("Ask about <b>pauses</b>")).ToBeVisibleAsync();
        await Expect(page.GetByText("Only you can read this")).ToBeVisibleAsync();
        await page.OpenDialog(page.GetByRole(AriaRole.Button, new() { Name = "Share" }));
        await Expect(page.GetByText("Aiko Tanaka can then read this note")).ToBeVisibleAsync();
        await Confirm(page, "Share");
        await Expect(page.GetByText("You and Aiko Tanaka can read this")).ToBeVisibleAsync();
    }

    private static async Task ProposeAgreement(IPage page, RunningMentorship mentorship)
    {
        await ShowTab(page, "Agreement");
        await page.OpenDialog(page.GetByRole(AriaRole.Button, new() { Name = "Propose terms" }));
        await Fill(page, "What you work on", "A first talk");
        await Fill(page, "Boundaries", "No homework");
        await Fill(page, "Confidentiality", "Between us");
        await Fill(page, "Where you write to each other", "Video");
        await Confirm(page, "Propose terms");
        await Expect(page.GetByText("Waits for Aiko Tanaka to accept.")).ToBeVisibleAsync();
        await mentorship.Send("agreement/acceptance", new { proposal = 1 });
        await page.ReloadAsync();
        await Expect(page.GetByText("You and Aiko Tanaka have agreed on this")).ToBeVisibleAsync();
    }

    private static async Task CheckInAndEnd(IPage page)
    {
        await ShowTab(page, "Overview");
        await page.OpenDialog(page.GetByRole(AriaRole.Button, new() { Name = "Check in" }));
        await page.GetByRole(AriaRole.Radio, new() { Name = "Stuck" }).ClickAsync();
        await Confirm(page, "Send");
        await Expect(page.GetByText("Stuck · mood 3 of 5")).ToBeVisibleAsync();

        await page.OpenDialog(page.GetByRole(AriaRole.Button, new() { Name = "End the mentorship" }));
        await Confirm(page, "End the mentorship");
        await Expect(page.Locator(".mud-dialog [role=alert]")).ToContainTextAsync("No session was held");
        await page.GetByRole(AriaRole.Radio, new() { Name = "Never started" }).ClickAsync();
        await Confirm(page, "End the mentorship");
        await Expect(page.GetByText("This mentorship has ended")).ToBeVisibleAsync();
    }

    private static Task Fill(IPage page, string label, string text) =>
        page.Locator(".mud-dialog").GetByLabel(label, new() { Exact = true }).FillAsync(text);

    private static Task Confirm(IPage page, string action) =>
        page.Locator(".mud-dialog-actions").GetByRole(AriaRole.Button, new() { Name = action }).ClickAsync();

    private static async Task ShowTab(IPage page, string tab)
    {
        await page.ShouldBeInteractive();
        await page.GetByRole(AriaRole.Tab, new() { Name = tab }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex($"tab={tab}", RegexOptions.IgnoreCase));
    }
}
