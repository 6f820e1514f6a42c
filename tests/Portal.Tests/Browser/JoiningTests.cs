using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>A mentee applies to a program, by clicks.</summary>
[Collection(RunningPortalCollection.Name)]
public sealed class JoiningTests(RunningPortal portal)
{
    [Fact]
    public async Task A_mentee_sees_why_the_program_is_open_to_them_and_applies()
    {
        var page = await portal.SignIn("Mentee", colors: ColorScheme.Dark);
        await page.Link("Programs").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Programs");
        await page.ShouldBeAccessible();

        await page.Link("See Career change").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Career change");
        await Expect(page.Locator(".rules li", new() { HasText = "Not fulfilled." }))
            .ToContainTextAsync("Years of experience");
        await page.ShouldBeAccessible();

        await page.OpenDialog("Apply");
        await page.ShouldBeAccessible();
        await page.GetByText("I have read the guidelines and accept them").ClickAsync();
        await page.Confirm("Send");

        await Expect(page.GetByText("The coordinator reads it next.")).ToBeVisibleAsync();
        await Expect(page.Button("Apply")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_mentee_withdraws_and_applies_again()
    {
        var program = await portal.PublishProgram("Second thoughts");
        var page = await portal.SignIn("Mentee");
        await page.GotoAsync($"/programs/{program}");
        await Apply(page);

        await page.OpenDialog("Withdraw application");
        await Expect(page.GetByText("Withdraw your application?")).ToBeVisibleAsync();
        await page.ShouldLookRightOnEveryScreen(null, "program-withdraw");
        await page.Confirm("Withdraw application");
        await Expect(page.GetByText("You have withdrawn it.")).ToBeVisibleAsync();

        await Apply(page);
        await page.OpenDialog("Withdraw application");
        await page.Confirm("Withdraw application");
        await Expect(page.GetByText("You have withdrawn it.")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    private static async Task Apply(IPage page)
    {
        await page.OpenDialog("Apply");
        await page.GetByText("I have read the guidelines and accept them").ClickAsync();
        await page.Confirm("Send");
        await Expect(page.GetByText("The coordinator reads it next.")).ToBeVisibleAsync();
    }
}
