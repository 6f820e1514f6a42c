using Microsoft.Playwright;
using PeerNetwork.Testing;
using static Microsoft.Playwright.Assertions;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>Replicas of the portal go while people are in the middle of a form.</summary>
[Collection(RunningPortalCollection.Name)]
public sealed class ConnectionTests(RunningPortal portal)
{
    private const int Pages = 4;

    [Fact]
    public async Task A_rolling_restart_loads_no_page_anew_and_loses_no_input()
    {
        var pages = new List<IPage>();
        for (var n = 0; n < Pages; n++)
            pages.Add(await BeginNote());

        foreach (var replica in RunningPortal.Replicas)
            await portal.Restart(replica, process => AppHostProcess.Terminate(process.ProcessId));

        foreach (var page in pages)
        {
            await Expect(Note(page)).ToHaveValueAsync("Half a thought");
            (await page.EvaluateAsync<bool>("window.isSamePage === true")).ShouldBeTrue("The page was loaded anew.");
        }

        await Finish(pages[0]);
        foreach (var page in pages)
            await page.Context.CloseAsync();
    }

    [Fact]
    public async Task After_a_killed_replica_a_page_is_usable_again_with_what_was_typed()
    {
        var page = await BeginNote();
        await Expect(page.GetByText("Kept as a draft.")).ToBeVisibleAsync();

        // The page is on the second replica at the latest when the first one has been killed.
        foreach (var replica in RunningPortal.Replicas)
            await portal.Restart(replica, process => AppHostProcess.Kill(process, entireTree: false));

        await Expect(page.GetByText("What you typed before is here again.")).ToBeVisibleAsync();
        await Expect(Note(page)).ToHaveValueAsync("Half a thought");
        await Finish(page);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_form_that_was_left_is_there_on_the_way_back_and_gone_when_it_was_cancelled()
    {
        var page = await BeginNote();
        await page.GetByLabel("Note", new() { Exact = true }).PressAsync("Tab");
        await page.GotoAsync("/");
        await page.GoBackAsync();
        await Expect(Note(page)).ToHaveValueAsync("Half a thought");

        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await page.ReloadAsync();
        await page.ShouldBeInteractive();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Write a note" })).ToBeVisibleAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    private async Task<IPage> BeginNote()
    {
        var mentorship = await RunningMentorship.Begin(portal);
        var page = await portal.SignIn("Mentor");
        await page.GotoAsync($"{mentorship.Path}?tab=notes");
        await page.ShouldBeInteractive();
        await page.GetByRole(AriaRole.Button, new() { Name = "Write a note" }).ClickAsync();
        // The field keeps the focus, as while the user types.
        await Note(page).FillAsync("Half a thought");
        await page.EvaluateAsync("window.isSamePage = true");
        return page;
    }

    private static async Task Finish(IPage page)
    {
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(page.Locator(".notes").GetByText("Half a thought")).ToBeVisibleAsync();
    }

    private static ILocator Note(IPage page) =>
        page.GetByRole(AriaRole.Dialog).GetByLabel("Note", new() { Exact = true });
}
