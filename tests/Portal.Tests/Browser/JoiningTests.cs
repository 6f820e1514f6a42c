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
        await page.GetByRole(AriaRole.Link, new() { Name = "Programs" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Programs");
        await page.ShouldBeAccessible();

        await page.GetByRole(AriaRole.Link, new() { Name = "See Career change" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Career change");
        await Expect(page.Locator(".rules li", new() { HasText = "Not fulfilled." }))
            .ToContainTextAsync("Years of experience");
        await page.ShouldBeAccessible();

        await page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
        await page.GetByText("I have read the guidelines and accept them").ClickAsync();
        await page.ShouldBeAccessible();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();

        await Expect(page.GetByText("The coordinator reads it next.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Apply" })).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }
}
