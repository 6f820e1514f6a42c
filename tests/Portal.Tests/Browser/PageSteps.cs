using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Playwright;
using PeerNetwork.Portal.Words;
using PeerNetwork.Testing;
using static Microsoft.Playwright.Assertions;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>What is on a page, by the name that its user reads.</summary>
internal static class PageSteps
{
    private static readonly IStringLocalizer Texts = new ResourceManagerStringLocalizerFactory(
        Options.Create(new LocalizationOptions()),
        NullLoggerFactory.Instance
    ).Create(typeof(Texts));

    /// <summary>The words of the pages. From here on the test reads and writes in this language.</summary>
    public static IStringLocalizer WordsIn(string language)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new(language);
        return Texts;
    }

    public static ILocator Link(this IPage page, string name) =>
        page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public static ILocator Button(this IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static ILocator Tab(this IPage page, string name) =>
        page.GetByRole(AriaRole.Tab, new() { Name = name, Exact = true });

    public static ILocator Field(this IPage page, string label) => page.GetByLabel(label, new() { Exact = true });

    public static ILocator OpenedDialog(this IPage page) => page.GetByRole(AriaRole.Dialog);

    /// <summary>Opens a dialog by its button, as soon as the page is interactive.</summary>
    public static async Task OpenDialog(this IPage page, string button)
    {
        await page.ShouldBeInteractive();
        // On a very busy machine a click had no effect once; the cause was not found. A person clicks again.
        await Eventually.Passes(async () =>
        {
            if (!await page.OpenedDialog().IsVisibleAsync())
                await page.Button(button).First.ClickAsync(new() { Timeout = 10_000 });
            await Expect(page.OpenedDialog()).ToBeVisibleAsync(new() { Timeout = 10_000 });
        });
    }

    /// <summary>Clicks a button of the open dialog.</summary>
    public static Task Confirm(this IPage page, string label) =>
        page.OpenedDialog().GetByRole(AriaRole.Button, new() { Name = label, Exact = true }).ClickAsync();

    /// <summary>Types into a field and leaves it: then the server knows the text.</summary>
    public static async Task Fill(this IPage page, string label, string text)
    {
        await page.Field(label).FillAsync(text);
        await page.Keyboard.PressAsync("Tab");
    }

    /// <summary>Chooses one option of a list.</summary>
    public static async Task Choose(this IPage page, string label, string option)
    {
        await page.Field(label).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = option, Exact = true }).ClickAsync();
        await page.ShouldHaveChosen(label, option);
    }

    /// <summary>The list closes before the server knows what was chosen. Then the field shows it.</summary>
    public static Task ShouldHaveChosen(this IPage page, string label, string option) =>
        Expect(page.Locator("body"))
            .ToMatchAriaSnapshotAsync($"- combobox /{Regex.Escape(label)}/: {JsonSerializer.Serialize(option)}");

    /// <summary>Chooses options of a list of an open dialog that stays open while one chooses.</summary>
    public static async Task ChooseAll(this IPage page, string label, params IEnumerable<string> options)
    {
        await page.OpenedDialog().GetByLabel(label, new() { Exact = true }).ClickAsync();
        foreach (var option in options)
            await page.GetByRole(AriaRole.Option, new() { Name = option, Exact = true }).ClickAsync();
        // A click beside the list closes it; what lies over the title takes the click.
        await page.OpenedDialog().Locator("h2").ClickAsync(new() { Force = true });
        await Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(0);
    }
}
