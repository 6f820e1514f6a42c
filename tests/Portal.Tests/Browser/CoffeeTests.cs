using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.Testing;
using static Microsoft.Playwright.Assertions;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>A colleague takes part in coffee rounds, and a coordinator sees them, by clicks.</summary>
[Collection(RunningPortalCollection.Name)]
public sealed class CoffeeTests(RunningPortal portal)
{
    [Fact]
    public async Task A_colleague_takes_part_and_sees_whom_to_meet()
    {
        var program = await portal.PublishProgram("Coffee in Chicago", formats: ["coffee"]);
        using var coordinator = await portal.Client("coordinator", "coordinator");
        await Eventually.Holds(
            async () => (await coordinator.GetAsync($"matching/programs/{program}/coffee")).IsSuccessStatusCode,
            "the matching to know the program"
        );
        using var colleague = await portal.Client("CHI0", "employee");
        await RunningPortal.Done(await colleague.PostAsync($"matching/programs/{program}/coffee/join", null));

        var page = await portal.SignIn("Mentee");
        await page.GotoAsync("/coffee");
        await page.OpenDialog("Take part");
        await page.ShouldBeAccessible();
        await page.Confirm("Take part");
        await Expect(page.GetByText("You are in the next round.")).ToBeVisibleAsync();
        await FormRound(coordinator, program);

        await page.ShouldLookRightOnEveryScreen("/coffee", "coffee");
        await Expect(page.GetByText("Colleague 0 · CHI")).ToBeVisibleAsync();
        await page.OpenDialog("Snooze");
        await page.ShouldLookRightOnEveryScreen(null, "coffee-snooze");
        await page.Context.CloseAsync();
        await SeeGroups(program);
    }

    private async Task SeeGroups(Guid program)
    {
        var page = await portal.SignIn("Coordinator of all sites");
        var address = $"/coordination/programs/{program}?tab=coffee";
        await page.ShouldLookRightOnEveryScreen(address, "coffee-rounds");
        await page.ShouldBeInteractive();
        await page.Button("Show groups of round 1").ClickAsync();
        await Expect(page.Locator("tbody li")).ToContainTextAsync("Colleague 0");
        await page.ShouldLookRightOnEveryScreen(null, "coffee-groups");
        await page.Context.CloseAsync();
    }

    private static async Task FormRound(HttpClient coordinator, Guid program)
    {
        await RunningPortal.Done(await coordinator.PostAsync($"matching/programs/{program}/coffee-rounds", null));
        await Eventually.Passes(async () =>
            (await coordinator.GetFromJsonAsync<JsonElement>($"matching/programs/{program}/coffee"))
                .GetProperty("rounds")
                .GetInt32()
                .ShouldBe(1)
        );
    }
}
