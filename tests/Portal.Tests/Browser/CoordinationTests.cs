using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PeerNetwork.Testing;
using static Microsoft.Playwright.Assertions;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>
/// A coordinator approves two applications, matches the two people and sends the offer, which both accept: by clicks.
/// </summary>
[Collection(RunningPortalCollection.Name)]
public sealed class CoordinationTests(RunningPortal portal)
{
    private const string Mentee = "100643",
        Mentor = "100190";

    [Fact]
    public async Task Two_applicants_become_a_pair()
    {
        var program = await RunningProgram.Begin(portal, "Leadership");
        await program.Apply(Mentee, "mentee");
        await program.Apply(Mentor, "mentor");

        var page = await portal.SignIn("Coordinator of all sites");
        await page.GetByRole(AriaRole.Link, new() { Name = "Coordinate" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Open Leadership" }).ClickAsync();
        await Approve(page);
        await program.ShouldBeInPool(people: 2);
        var run = await Match(page);
        await LookAtResult(page);
        await Publish(page);

        await AcceptOffer("Mentor", "You have accepted.");
        await AcceptOffer("Mentee", "Both of you have accepted.");
        await EveryPageIsAccessible(page, program.Id, run);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Who_coordinates_nothing_has_no_entry_and_no_page()
    {
        var page = await portal.SignIn("Sponsor");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Programs" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Coordinate" })).ToHaveCountAsync(0);

        await page.GotoAsync("/coordination");

        await Expect(page.Locator(".state h2")).ToHaveTextAsync("This page is not open to you");
        await page.ShouldBeAccessible();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_coordinator_sees_which_mentorships_need_attention()
    {
        var program = await portal.PublishProgram("New in Chicago");
        await RunningMentorship.Begin(portal, program);
        var busy = await RunningMentorship.Begin(portal, program);
        await busy.Fill();
        await busy.GiveFeedback(2, "We rarely find a time.");
        await ShouldBeListed(program, withGoal: busy.Id);

        var page = await portal.SignIn("Coordinator of all sites");
        await page.GetByRole(AriaRole.Link, new() { Name = "Coordinate" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Open New in Chicago" }).ClickAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "Running" }).ClickAsync();
        await Expect(page.Locator(".figure")).ToHaveTextAsync(["2", "2"]);
        await Expect(page.GetByText("No agreement yet: 2")).ToBeVisibleAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);

        await page.GetByLabel("Show", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "No session planned" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("state=NoSession"));
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);

        await page.GotoAsync($"/coordination/programs/{program}?tab=running");
        await page.ShouldBeInteractive();
        // What lacks least comes last.
        await Button(page, "Read feedback of Aiko Tanaka").Last.ClickAsync();
        await Expect(page.GetByText("We rarely find a time.")).ToBeVisibleAsync();
        await page.ShouldLookRightOnEveryScreen(null, "running-feedback");
        await page.ShouldLookRightOnEveryScreen($"/coordination/programs/{program}?tab=running", "running");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_mentee_does_not_see_how_mentorships_are_getting_on()
    {
        var page = await portal.SignIn("Mentee");

        await page.GotoAsync($"/coordination/programs/{portal.Program}?tab=running");

        await Expect(page.Locator(".state h2")).ToHaveTextAsync("This page is not open to you");
        await page.ShouldBeAccessible();
        await page.Context.CloseAsync();
    }

    /// <summary>Both are in the list, which follows their changes a little later.</summary>
    private async Task ShouldBeListed(Guid program, Guid withGoal)
    {
        using var coordinator = await portal.Client("coordinator", "coordinator");
        await Eventually.Passes(async () =>
        {
            var list = await coordinator.GetFromJsonAsync<JsonElement>($"engagement/mentorships?program={program}");
            list.GetProperty("items").GetArrayLength().ShouldBe(2);
            list.GetProperty("items")
                .EnumerateArray()
                .Single(one => one.GetProperty("id").GetGuid() == withGoal)
                .GetProperty("goals")
                .GetInt32()
                .ShouldBe(1);
        });
    }

    private static async Task Approve(IPage page)
    {
        await Expect(page.Locator("h1")).ToHaveTextAsync("Leadership");
        await Button(page, "Details of Cheyanne Hackett").ClickAsync();
        await Expect(page.GetByText("Can take 1 mentee")).ToBeVisibleAsync();
        await Button(page, "Select all that are shown").ClickAsync();
        await Button(page, "Approve 2 applications").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.ShouldBeAccessible();
        await Confirm(page, "Approve");
        await Expect(page.GetByText("2 applications are approved.")).ToBeVisibleAsync();
    }

    private static async Task<string> Match(IPage page)
    {
        await page.GetByRole(AriaRole.Tab, new() { Name = "Matching" }).ClickAsync();
        await Button(page, "Start a matching").ClickAsync();
        await Expect(page.GetByText("What counts, and how much")).ToBeVisibleAsync();
        await page.ShouldBeAccessible();
        await Confirm(page, "Start a matching");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Draft" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the matching of" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Matching for Leadership");
        return page.Url;
    }

    private static async Task LookAtResult(IPage page)
    {
        await Expect(page.Locator(".figure").First).ToHaveTextAsync("100%");
        await Button(page, "Check the proof").ClickAsync();
        await Expect(page.GetByText("The proof holds.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "Pairs" }).ClickAsync();
        await Button(page, "Explain the pair of").ClickAsync();
        await Expect(page.GetByText("of 100 points")).ToBeVisibleAsync();
        await page.ShouldBeAccessible();
    }

    private static async Task Publish(IPage page)
    {
        await Button(page, "Choose this variant").ClickAsync();
        await Confirm(page, "Choose this variant");
        await Button(page, "Send the offers").ClickAsync();
        await page.GetByLabel("Why this result").FillAsync("The only pair there is");
        await Confirm(page, "Send the offers");
        await Expect(page.GetByText("1 offer was sent.")).ToBeVisibleAsync();
    }

    private async Task AcceptOffer(string persona, string then)
    {
        var page = await portal.SignIn(persona, colors: ColorScheme.Dark);
        await page.GetByRole(AriaRole.Link, new() { Name = "See why" }).ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("Meet ");
        await Expect(page.Locator("ol li").First).ToBeVisibleAsync();
        await page.ShouldBeAccessible();
        await page.SetViewportSizeAsync(360, 800);
        await page.ShouldBeAccessible();
        await page.ShouldNotScrollSideways();

        await Button(page, "Accept").ClickAsync();
        await Confirm(page, "Accept");

        await Expect(page.GetByText(then)).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    private static async Task EveryPageIsAccessible(IPage page, Guid program, string run)
    {
        string[] addresses =
        [
            "/coordination",
            $"/coordination/programs/{program}?status=all",
            $"/coordination/programs/{program}?tab=matching",
            $"{run}?tab=figures",
            $"{run}?tab=pairs",
            $"{run}?tab=unmatched",
            $"{run}?tab=compare",
        ];
        foreach (var colors in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = colors, ReducedMotion = ReducedMotion.Reduce });
            foreach (var width in (int[])[1280, 360])
            {
                await page.SetViewportSizeAsync(width, 800);
                foreach (var address in addresses)
                {
                    await page.GotoAsync(address);
                    await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
                    await Expect(page.Locator("[role=status][aria-label=Loading]")).ToHaveCountAsync(0);
                    await page.ShouldBeAccessible();
                    await page.ShouldNotScrollSideways();
                }
            }
        }
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name });

    private static Task Confirm(IPage page, string label) =>
        page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = label, Exact = true }).ClickAsync();
}
