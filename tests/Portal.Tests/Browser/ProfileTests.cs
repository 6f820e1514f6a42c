using System.IO.Compression;
using System.Net.Http.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>People say what they can pass on and when they can meet, by clicks.</summary>
[Collection(RunningPortalCollection.Name)]
public sealed class ProfileTests(RunningPortal portal)
{
    [Fact]
    public async Task A_person_changes_skills_time_and_working_hours()
    {
        var page = await OpenProfile("Mentee");
        await AddSkill(page, "Negotiation", level: "4");
        await SayTime(page, hours: "20");
        await SayWorkingHours(page, from: "10:00 AM");

        await page.ReloadAsync();

        await Expect(page.GetByText("Negotiation, level 4 of 5")).ToBeVisibleAsync();
        await Expect(page.GetByText("20 hours", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByText("From 10:00 AM to")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_person_agrees_changes_their_mind_and_downloads_all_that_is_held_on_them()
    {
        await AskForConsent();
        var page = await OpenProfile("Mentee");
        await Expect(page.GetByText("You have not agreed.")).ToBeVisibleAsync();
        await page.OpenDialog("Read: Surveys");
        await Expect(Dialog(page)).ToContainTextAsync("We may ask you once a year.");
        await page.ShouldBeAccessible();
        await Confirm(page, "I agree");
        await Expect(page.GetByText("You agreed on")).ToBeVisibleAsync();

        await page.OpenDialog("Withdraw: Surveys");
        await Confirm(page, "Withdraw");
        await Expect(page.GetByText("You withdrew this on")).ToBeVisibleAsync();

        var file = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Link, new() { Name = "Download my data" }).ClickAsync()
        );
        using var archive = ZipFile.OpenRead(await file.PathAsync());
        archive.Entries.Select(entry => entry.Name).ShouldContain("index.html");
        await page.Context.CloseAsync();
    }

    [Theory]
    [ClassData(typeof(Screens))]
    public async Task The_profile_is_accessible_and_fits_its_screen(ColorScheme colors, int width)
    {
        await AskForConsent();
        var page = await OpenProfile("Mentor", colors);
        await page.SetViewportSizeAsync(width, 800);
        await page.ShouldLookRight(colors, $"profile-{width}");

        await page.OpenDialog("Change skills");
        await Dialog(page).GetByRole(AriaRole.Button, new() { Name = "Add a skill to learn" }).ClickAsync();
        await page.ShouldLookRight(colors, $"profile-skills-{width}");
        await page.Context.CloseAsync();
    }

    private async Task AskForConsent()
    {
        using var hr = await portal.Client("human-resources", "people-admin");
        var text = new
        {
            language = "en",
            title = "Surveys",
            text = "We may ask you once a year.",
        };
        await RunningPortal.Done(
            await hr.PutAsJsonAsync("enrollment/consent-kinds/surveys", new { texts = new[] { text } })
        );
    }

    private async Task<IPage> OpenProfile(string persona, ColorScheme colors = ColorScheme.Light)
    {
        var page = await portal.SignIn(persona, colors: colors);
        await page.Locator(".top-bar button").ClickAsync();
        await page.GetByText("My profile").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Skills" })).ToBeVisibleAsync();
        return page;
    }

    private static async Task AddSkill(IPage page, string name, string level)
    {
        await page.OpenDialog("Change skills");
        await Dialog(page).GetByRole(AriaRole.Button, new() { Name = "Add a skill to pass on" }).ClickAsync();
        await Dialog(page).GetByLabel("Skill", new() { Exact = true }).FillAsync(name);
        await Dialog(page).GetByLabel("Level, from 1 to 5").FillAsync(level);
        await Save(page);
        await Expect(page.GetByText($"{name}, level {level} of 5")).ToBeVisibleAsync();
    }

    private static async Task SayTime(IPage page, string hours)
    {
        await page.OpenDialog("Change time and interests");
        await Dialog(page).GetByLabel("Hours a month").FillAsync(hours);
        await Save(page);
        await Expect(page.GetByText($"{hours} hours", new() { Exact = true })).ToBeVisibleAsync();
    }

    private static async Task SayWorkingHours(IPage page, string from)
    {
        await page.OpenDialog("Change the hours");
        await Dialog(page).GetByLabel("From", new() { Exact = true }).FillAsync(from);
        await page.Keyboard.PressAsync("Tab");
        await Save(page);
        await Expect(page.GetByText($"From {from} to")).ToBeVisibleAsync();
    }

    private static Task Save(IPage page) => Confirm(page, "Save");

    private static async Task Confirm(IPage page, string label)
    {
        await Dialog(page).GetByRole(AriaRole.Button, new() { Name = label, Exact = true }).ClickAsync();
        await Expect(Dialog(page)).ToHaveCountAsync(0);
    }

    private static ILocator Dialog(IPage page) => page.Locator(".mud-dialog");
}
