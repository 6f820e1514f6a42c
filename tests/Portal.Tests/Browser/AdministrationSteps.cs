using System.Globalization;
using Microsoft.Playwright;
using PeerNetwork.Testing;
using static Microsoft.Playwright.Assertions;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>What the people administration does again and again.</summary>
internal static class AdministrationSteps
{
    public static async Task OpenPerson(IPage page, string letters, string name)
    {
        var search = page.GetByLabel("Find a person");
        var found = page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });
        // The search hears of a new person a moment later.
        await Eventually.Passes(async () =>
        {
            await search.FillAsync("");
            await search.PressSequentiallyAsync(letters);
            await Expect(found).ToBeVisibleAsync(new() { Timeout = 2000 });
        });
        await found.ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync(name);
    }

    public static Task Open(IPage page, string button) =>
        page.OpenDialog(page.Locator("main").GetByRole(AriaRole.Button, new() { Name = button, Exact = true }));

    public static Task Fill(IPage page, string label, string text) =>
        page.Locator(".mud-dialog").GetByLabel(label).First.FillAsync(text);

    public static Task Choose(IPage page, string label, string option) =>
        page.Choose(page.OpenedDialog().GetByLabel(label, new() { Exact = true }).First, label, option);

    public static async Task Confirm(IPage page, string action)
    {
        await page.Locator(".mud-dialog-actions")
            .GetByRole(AriaRole.Button, new() { Name = action, Exact = true })
            .ClickAsync();
    }

    public static string InDays(int days) =>
        DateTime.UtcNow.AddDays(days).ToString("M/d/yyyy", CultureInfo.InvariantCulture);

    /// <summary>Chooses a person in an open dialog.</summary>
    /// <remarks>A dialog takes the focus once more while it opens.</remarks>
    public static async Task Find(IPage page, string label, string typed, string name)
    {
        var field = page.Locator(".mud-dialog").GetByRole(AriaRole.Combobox, new() { Name = label });
        var found = page.GetByRole(AriaRole.Option, new() { Name = name });
        await Eventually.Passes(async () =>
        {
            await field.FillAsync("");
            await field.PressSequentiallyAsync(typed);
            await Expect(found).ToBeVisibleAsync(new() { Timeout = 5000 });
        });
        await found.ClickAsync();
    }
}
