using System.Net.Http.Json;
using System.Text.Json;
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

    [Fact]
    public async Task A_mentee_completes_the_training_withdraws_and_applies_again()
    {
        var module = new
        {
            code = "listening",
            title = "Listening well",
            @for = "both",
        };
        var program = await portal.PublishProgram("Public speaking", training: [module]);
        var page = await portal.SignIn("Mentee");
        await page.GotoAsync($"/programs/{program}");
        await Apply(page);
        await Expect(page.Locator(".rules li", new() { HasText = "Listening well" })).ToContainTextAsync("Open.");
        await Approve(program);

        await page.GotoAsync("/");
        await page.ShouldLookRightOnEveryScreen("/", "home-training");
        await page.ShouldBeInteractive();
        await page.Locator($"a[href='/programs/{program}']").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Public speaking");
        await page.ShouldLookRightOnEveryScreen($"/programs/{program}", "program-training");
        await page.ShouldBeInteractive();
        await Button(page, "I have completed Listening well").ClickAsync();
        await Confirm(page, "Completed");
        await Expect(page.Locator(".rules li", new() { HasText = "Listening well" })).ToContainTextAsync("Completed.");

        await Button(page, "Withdraw application").ClickAsync();
        await Expect(page.GetByText("Withdraw your application?")).ToBeVisibleAsync();
        await page.ShouldLookRightOnEveryScreen(null, "program-withdraw");
        await Confirm(page, "Withdraw application");
        await Expect(page.GetByText("You have withdrawn it.")).ToBeVisibleAsync();

        await Apply(page);
        await Button(page, "Withdraw application").ClickAsync();
        await Confirm(page, "Withdraw application");
        await Expect(page.GetByText("You have withdrawn it.")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    private static async Task Apply(IPage page)
    {
        await page.ShouldBeInteractive();
        await Button(page, "Apply").ClickAsync();
        await page.GetByText("I have read the guidelines and accept them").ClickAsync();
        await Confirm(page, "Send");
        await Expect(page.GetByText("The coordinator reads it next.")).ToBeVisibleAsync();
    }

    private async Task Approve(Guid program)
    {
        using var coordinator = await portal.Client("coordinator", "coordinator");
        var waiting = await coordinator.GetFromJsonAsync<JsonElement>($"enrollment/applications?program={program}");
        var application = waiting.GetProperty("items")[0].GetProperty("id").GetGuid();
        await RunningPortal.Done(await coordinator.PostAsync($"enrollment/applications/{application}/approve", null));
    }

    private static ILocator Button(IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static Task Confirm(IPage page, string label) =>
        Button(page, label).And(page.Locator(".mud-dialog-actions button")).ClickAsync();
}
