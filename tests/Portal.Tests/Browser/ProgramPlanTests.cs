using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>A coordinator drafts a program, fills in what is missing, and publishes it: by clicks.</summary>
[Collection(RunningPortalCollection.Name)]
public sealed class ProgramPlanTests(RunningPortal portal)
{
    private const string Name = "First steps";

    [Fact]
    public async Task A_program_is_drafted_completed_and_published()
    {
        var page = await portal.SignIn("Coordinator of all sites");
        await page.GetByRole(AriaRole.Link, new() { Name = "Coordinate" }).ClickAsync();
        await Draft(page);
        await LookAtEveryScreen(page, "program-draft");
        await FillIn(page);
        await Save(page);
        await Expect(page.Locator("#missing")).ToHaveCountAsync(0);
        await Publish(page);
        await LookAtEveryScreen(page, "program-published");
        await StayOnLeaving(page);
        await page.Context.CloseAsync();

        await AnEmployeeFindsIt();
    }

    [Theory]
    [InlineData("Mentee")]
    [InlineData("Sponsor")]
    public async Task Who_coordinates_nothing_may_not_open_a_plan(string persona)
    {
        var page = await portal.SignIn(persona);

        await page.GotoAsync($"/coordination/programs/{portal.Program}/plan");

        await Expect(page.Locator(".state h2")).ToHaveTextAsync("This page is not open to you");
        await page.Context.CloseAsync();
    }

    private static async Task Draft(IPage page)
    {
        await Expect(page.Locator("h1")).ToHaveTextAsync("Coordinate");
        await Expect(page.Locator(".cards .card").First).ToBeVisibleAsync();
        await Button(page, "New program").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToBeVisibleAsync();
        await dialog.GetByLabel("Name of the program").FillAsync(Name);
        await dialog.GetByLabel("Sites").ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Chicago" }).ClickAsync();
        // A click beside the list closes it; what lies over the title takes the click.
        await dialog.Locator("h2").ClickAsync(new() { Force = true });
        await Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(0);
        await page.ShouldBeAccessible();
        await Confirm(page, "Create a draft");
        await Expect(page.Locator("h1")).ToHaveTextAsync(Name);
        await Expect(page.Locator("#missing + ul li")).ToHaveCountAsync(8);
    }

    private static async Task FillIn(IPage page)
    {
        await page.Locator("#missing + ul").GetByText("Guidelines").ClickAsync();
        await Expect(Field(page, "Guidelines")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Be on time.");
        await Fill(page, "What the program is for", "Help new people find their way.");
        await Fill(page, "Whom the program is for", "Everyone in Chicago.");
        await Fill(page, "What will have changed at its end", "People know whom to ask.");
        await Fill(page, "First day", DateTime.UtcNow.AddDays(7).ToString("d", new CultureInfo("en")));
        await Fill(page, "Days from one meeting to the next", "14");
        await Field(page, "How people meet").ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "One to one" }).ClickAsync();
        await Fill(page, "Goals from which people choose", "know the company");
    }

    private static async Task Save(IPage page)
    {
        await Button(page, "Save the plan").ClickAsync();
        await Expect(page.GetByText("The plan is saved.")).ToBeVisibleAsync();
    }

    private static async Task Publish(IPage page)
    {
        await Button(page, "Publish").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Everyone in the company sees the program");
        await page.ShouldBeAccessible();
        await Confirm(page, "Publish");
        await Expect(page.GetByText("People can apply.")).ToBeVisibleAsync();
    }

    private static async Task StayOnLeaving(IPage page)
    {
        await Fill(page, "Days from one meeting to the next", "21");
        await page.GetByRole(AriaRole.Link, new() { Name = "Programs" }).ClickAsync();
        await Expect(page.GetByText("Leave without saving?")).ToBeVisibleAsync();
        await Confirm(page, "Stay here");
        await Expect(Field(page, "Days from one meeting to the next")).ToHaveValueAsync("21");
        await Save(page);
    }

    private async Task AnEmployeeFindsIt()
    {
        var page = await portal.SignIn("Mentee");
        await page.GetByRole(AriaRole.Link, new() { Name = "Programs" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = Name }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync(Name);
        await Expect(Button(page, "Apply")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    private static async Task LookAtEveryScreen(IPage page, string name)
    {
        await page.ShouldLookRightOnEveryScreen(page.Url, name);
        await Expect(page.Locator("h1")).ToHaveTextAsync(Name);
        await page.ShouldBeInteractive();
    }

    private static async Task Fill(IPage page, string label, string text)
    {
        await Field(page, label).FillAsync(text);
        await page.Keyboard.PressAsync("Tab");
    }

    private static ILocator Field(IPage page, string label) => page.GetByLabel(label, new() { Exact = true });

    private static ILocator Button(IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static Task Confirm(IPage page, string label) =>
        page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = label, Exact = true }).ClickAsync();
}
