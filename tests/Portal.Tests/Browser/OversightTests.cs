using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PeerNetwork.Testing;
using static Microsoft.Playwright.Assertions;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>The pages of an overseer, on the running platform.</summary>
[Collection(RunningPortalCollection.Name)]
public sealed class OversightTests(RunningPortal portal)
{
    private static readonly string[] Pages =
    [
        "/oversight",
        "/oversight/audit",
        "/oversight/audit/chain",
        "/oversight/operations",
        "/oversight/operations/matching",
        "/oversight/operations/dead-letters",
    ];

    [Fact]
    public async Task An_overseer_finds_who_read_a_record_today_and_checks_the_trail()
    {
        await RunningOversight.ReadPerson(portal);
        var page = await Open("Audit trail");
        await Find(page, "Aiko", "Aiko Tanaka");
        await Choose(page, "What", "Read personal data");
        await FillDay(page, "From", DateTime.UtcNow);
        // The list is loaded anew, which closes what is open in it.
        await Expect(page).ToHaveURLAsync(new Regex("from="));
        await Expect(page.Locator("[role=status][aria-label=Loading]")).ToHaveCountAsync(0);

        var read = page.Locator("tbody tr:has(td:nth-child(2):has-text('Cheyanne Hackett'))").First;
        await Expect(read).ToContainTextAsync("Read personal data");
        await Expect(read).ToContainTextAsync("Aiko Tanaka");
        await read.GetByRole(AriaRole.Button).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Show all that this account did" }).ClickAsync();
        await Expect(page.GetByText("Only what was done by Cheyanne Hackett.")).ToBeVisibleAsync();

        var file = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Link, new() { Name = "Download all of these entries" }).ClickAsync()
        );
        file.SuggestedFilename.ShouldBe("audit-enrollment.ndjson");
        (await File.ReadAllTextAsync(await file.PathAsync())).ShouldContain("personal_data_read");

        await page.GetByRole(AriaRole.Link, new() { Name = "Check that nothing was altered" }).ClickAsync();
        await page.Button("Check: People and programs (enrollment)").ClickAsync();
        await Expect(page.GetByText("Nothing was changed, removed or added.")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_address_of_a_search_can_be_shared()
    {
        var page = await portal.SignIn("Overseer");
        var tomorrow = DateTime.UtcNow.AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await page.GotoAsync($"/oversight/audit?service=matching&from={tomorrow}");
        await Expect(page.Locator(".state h2")).ToHaveTextAsync("Nothing was found");
        await Expect(page.GetByLabel("Where", new() { Exact = true })).ToHaveValueAsync("Matching");

        await page.GotoAsync("/oversight/audit?service=enrollment");
        await page.GetByRole(AriaRole.Link, new() { Name = "Show older ones" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("cursor="));
        await page.GetByRole(AriaRole.Link, new() { Name = "Show the newest" }).ClickAsync();
        await Expect(page).Not.ToHaveURLAsync(new Regex("cursor="));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_overseer_opens_a_run_and_checks_its_proof()
    {
        await RunningOversight.Match(portal, "Integrity");
        var page = await Open("Matchings");
        var row = page.Locator("tr", new() { HasText = "Integrity" });
        await Expect(row).ToContainTextAsync("100% (1 of 1)");
        await Expect(row).ToContainTextAsync("Every bound holds.");
        await row.GetByRole(AriaRole.Link).ClickAsync();

        await Expect(page.Locator("h1")).ToHaveTextAsync("Matching for Integrity");
        await Expect(page.Locator(".figure").First).ToHaveTextAsync("100%");
        await Expect(page.GetByText("The share matched of no group may be more than 5%")).ToBeVisibleAsync();
        await page.Button("Check the proof").ClickAsync();
        await Expect(page.Locator(".mud-alert", new() { HasText = "The proof holds." })).ToBeVisibleAsync();
        await Expect(page.GetByText("Colleague")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_overseer_sees_every_service_up_to_date_and_builds_a_list_anew()
    {
        var page = await Open("Operations");
        await Expect(page.Locator(".card", new() { HasText = "Up to date" })).ToHaveCountAsync(4);
        await page.GetByRole(AriaRole.Link, new() { Name = "Open Matching" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Matching");
        await Expect(page.Locator("tbody tr", new() { HasText = "relay" })).ToContainTextAsync("Up to date");

        await page.Locator("tr", new() { HasText = "run list" }).GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("loads the database");
        await page.ShouldBeAccessible();
        await page.Confirm("Rebuild");
        await Expect(page.GetByText("run list was built anew, up to event")).ToBeVisibleAsync();

        await page.Button("Check now").ClickAsync();
        await Expect(page.GetByText("All that is kept is what the events say.")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_failed_message_is_replayed_and_returns_while_its_reason_is_not_gone()
    {
        await RunningOversight.FailMessage(portal);
        var page = await Open("Failed messages");
        var failed = page.Locator("tbody tr", new() { HasText = "MatchingProfileCompleted" }).First;
        await Expect(failed).ToBeVisibleAsync();
        var reason = failed.Locator("td").Nth(1);
        await Expect(reason).Not.ToHaveTextAsync("No reason was recorded.");

        await failed.GetByRole(AriaRole.Button, new() { Name = "Replay" }).ClickAsync();
        await page.Confirm("Replay");
        await Expect(page.GetByText("1 message was sent to its service again.")).ToBeVisibleAsync();

        await Eventually.Passes(async () =>
        {
            await page.Button("Look again").ClickAsync();
            await Expect(failed).ToBeVisibleAsync(new() { Timeout = 1000 });
        });
        await page.Context.CloseAsync();
    }

    [Theory]
    [ClassData(typeof(Screens))]
    public async Task Every_page_is_accessible_and_fits_its_screen(ColorScheme colors, int width)
    {
        await RunningOversight.FailMessage(portal);
        var run = await RunningOversight.Match(portal, $"Ethics {colors} {width}");
        var page = await portal.SignIn("Overseer", colors: colors);
        await page.SetViewportSizeAsync(width, 800);
        foreach (var address in Pages.Append($"/oversight/runs/{run}"))
        {
            await page.GotoAsync(address);
            await Expect(page.Locator("main table, main .card, main .state").First).ToBeVisibleAsync();
            var name = address.Replace($"{run}", "run").Replace('/', '-');
            await page.ShouldLookRight(colors, $"{name[1..]}-{width}");
        }

        await page.GotoAsync("/oversight/audit?action=personal_data_read");
        await page.ShouldBeInteractive();
        await page.Locator("tbody tr").First.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.Locator(".terms")).ToBeVisibleAsync();
        await page.ShouldLookRight(colors, $"oversight-audit-entry-{width}");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("Mentor")]
    [InlineData("Coordinator of all sites")]
    public async Task Who_is_no_overseer_sees_neither_the_entry_nor_a_page_nor_the_file(string persona)
    {
        var page = await portal.SignIn(persona);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Programs" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Oversight" })).ToHaveCountAsync(0);
        // Coordinators verify runs too, at their desk.
        foreach (var address in persona is "Mentor" ? Pages : Pages[1..])
        {
            await page.GotoAsync(address);
            await Expect(page.Locator(".state h2")).ToHaveTextAsync("This page is not open to you");
            await page.ShouldBeAccessible();
        }

        var file = await page.APIRequest.GetAsync("/oversight/audit/entries.ndjson?service=enrollment");
        file.Status.ShouldBe(403);
        await page.Context.CloseAsync();
    }

    /// <summary>Goes to one of the pages by clicks.</summary>
    private async Task<IPage> Open(string place)
    {
        var page = await portal.SignIn("Overseer");
        await page.GetByRole(AriaRole.Link, new() { Name = "Oversight" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Oversight");
        await page.Locator(".places").GetByRole(AriaRole.Link, new() { Name = place }).ClickAsync();
        await Expect(page.Locator("[role=status][aria-label=Loading]")).ToHaveCountAsync(0);
        return page;
    }

    private static async Task Find(IPage page, string typed, string name)
    {
        await page.ShouldBeInteractive();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "About whom" }).PressSequentiallyAsync(typed);
        await page.GetByRole(AriaRole.Option, new() { Name = name }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("person="));
    }

    private static async Task Choose(IPage page, string label, string option)
    {
        await page.GetByLabel(label, new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = option, Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("action="));
    }

    private static async Task FillDay(IPage page, string label, DateTime day)
    {
        var field = page.GetByLabel(label, new() { Exact = true });
        await field.FillAsync(day.ToString("M/d/yyyy", CultureInfo.InvariantCulture));
        await field.PressAsync("Tab");
        await Expect(page).ToHaveURLAsync(new Regex("from="));
    }
}
