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

    /// <summary>Opens a dialog by the button of this name, as soon as the page is interactive.</summary>
    public static Task OpenDialog(this IPage page, string button) => page.OpenDialog(page.Button(button).First);

    /// <inheritdoc cref="OpenDialog(IPage, string)"/>
    public static async Task OpenDialog(this IPage page, ILocator button)
    {
        await page.ShouldBeInteractive();
        await ClickUntilVisible(button, page.OpenedDialog());
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
    public static Task Choose(this IPage page, string label, string option) =>
        page.Choose(page.Field(label), label, option);

    /// <inheritdoc cref="Choose(IPage, string, string)"/>
    /// <param name="list">The field, where several have the label.</param>
    public static async Task Choose(this IPage page, ILocator list, string label, string option)
    {
        var wanted = page.Option(option);
        await ClickUntilVisible(list, wanted);
        await wanted.ClickAsync();
        await page.ShouldHaveChosen(label, option);
    }

    /// <summary>The list closes before the server knows what was chosen. Then the field shows it.</summary>
    public static Task ShouldHaveChosen(this IPage page, string label, string option) =>
        Expect(page.Locator("body"))
            .ToMatchAriaSnapshotAsync($"- combobox /{Regex.Escape(label)}/: {JsonSerializer.Serialize(option)}");

    /// <summary>Chooses options of a list that stays open while one chooses.</summary>
    /// <param name="part">The open dialog, or the page.</param>
    public static async Task ChooseAll(this IPage page, ILocator part, string label, params IEnumerable<string> options)
    {
        string[] all = [.. options];
        await ClickUntilVisible(part.GetByLabel(label, new() { Exact = true }), page.Option(all[0]));
        foreach (var option in all)
            await page.Option(option).ClickAsync();
        // A click beside the list closes it; what lies over the title takes the click.
        await part.Locator("h1, h2").First.ClickAsync(new() { Force = true });
        await Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(0);
    }

    private static ILocator Option(this IPage page, string name) =>
        page.GetByRole(AriaRole.Option, new() { Name = name, Exact = true });

    /// <summary>
    /// On a very busy machine a click had no effect once; the cause was not found. A person clicks again.
    /// </summary>
    private static async Task ClickUntilVisible(ILocator clicked, ILocator wanted)
    {
        // The first click waits until what covers the page is gone, such as the dialog before.
        await clicked.ClickAsync();
        await Eventually.Passes(async () =>
        {
            try
            {
                await Expect(wanted).ToBeVisibleAsync(new() { Timeout = 10_000 });
            }
            catch (PlaywrightException)
            {
                await clicked.ClickAsync(new() { Timeout = 10_000 });
                throw;
            }
        });
    }
}
