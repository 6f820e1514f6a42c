using Microsoft.Playwright;
using PeerNetwork.Testing;
using static Microsoft.Playwright.Assertions;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>Replicas of the portal go while people are in the middle of a form.</summary>
[Collection(RunningPortalCollection.Name)]
public sealed class ConnectionTests(RunningPortal portal)
{
    private const int Browsers = 4,
        TabsOfEach = 5;

    [Fact]
    public async Task A_rolling_restart_loads_no_page_anew_and_loses_no_input()
    {
        var mentorship = await RunningMentorship.Begin(portal);
        var pages = new List<IPage>();
        for (var browser = 0; browser < Browsers; browser++)
        {
            pages.Add(await portal.SignIn("Mentor"));
            var context = pages[^1].Context;
            for (var tab = 1; tab < TabsOfEach; tab++)
                pages.Add(await context.NewPageAsync());
        }

        // A form of which there is a draft would open by itself: first all forms are opened.
        foreach (var page in pages)
            await OpenNote(mentorship, page);
        foreach (var page in pages)
            await Type(page);
        foreach (var replica in RunningPortal.Replicas)
            await portal.Restart(replica, process => AppHostProcess.Terminate(process.ProcessId));

        foreach (var page in pages)
        {
            await Expect(Note(page)).ToHaveValueAsync("Half a thought");
            (await page.EvaluateAsync<bool>("window.isSamePage === true")).ShouldBeTrue("The page was loaded anew.");
        }

        await Finish(pages[0]);
        foreach (var context in pages.Select(page => page.Context).Distinct())
            await context.CloseAsync();
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

        await page.Confirm("Cancel");
        await Expect(page.OpenedDialog()).ToHaveCountAsync(0);
        await page.ReloadAsync();
        await page.ShouldBeInteractive();
        await Expect(page.Button("Write a note")).ToBeVisibleAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Expect(page.OpenedDialog()).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    private async Task<IPage> BeginNote()
    {
        var page = await portal.SignIn("Mentor");
        await OpenNote(await RunningMentorship.Begin(portal), page);
        await Type(page);
        return page;
    }

    private static async Task OpenNote(RunningMentorship mentorship, IPage page)
    {
        await page.GotoAsync($"{mentorship.Path}?tab=notes");
        await page.OpenDialog("Write a note");
    }

    private static async Task Type(IPage page)
    {
        // The field keeps the focus, as while the user types.
        await Note(page).FillAsync("Half a thought");
        await page.EvaluateAsync("window.isSamePage = true");
    }

    private static async Task Finish(IPage page)
    {
        await page.Confirm("Save");
        await Expect(page.OpenedDialog()).ToHaveCountAsync(0);
        await Expect(page.Locator(".notes").GetByText("Half a thought")).ToBeVisibleAsync();
    }

    private static ILocator Note(IPage page) => page.OpenedDialog().GetByLabel("Note", new() { Exact = true });
}
