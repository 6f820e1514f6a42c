using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PeerNetwork.Testing;
using static Microsoft.Playwright.Assertions;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>What a coordinator sees of running mentorships, and who sees nothing of it.</summary>
[Collection(RunningPortalCollection.Name)]
public sealed class CoordinationTests(RunningPortal portal)
{
    [Fact]
    public async Task Who_coordinates_nothing_has_no_entry_and_no_page()
    {
        var page = await portal.SignIn("Sponsor");
        await Expect(page.Link("Programs")).ToBeVisibleAsync();
        await Expect(page.Link("Coordinate")).ToHaveCountAsync(0);

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
        await page.Link("Coordinate").ClickAsync();
        await page.Link("Open New in Chicago").ClickAsync();
        await page.Tab("Running").ClickAsync();
        await Expect(page.Locator(".figure")).ToHaveTextAsync(["2", "2"]);
        await Expect(page.GetByText("No agreement yet: 2")).ToBeVisibleAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);

        await page.Field("Show").ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "No session planned" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("state=NoSession"));
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);

        await page.GotoAsync($"/coordination/programs/{program}?tab=running");
        await page.ShouldBeInteractive();
        // What lacks least comes last.
        await page.Button("Read feedback of Aiko Tanaka and Cheyanne Hackett").Last.ClickAsync();
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
}
