using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PeerNetwork.Testing;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>What a page is looked at on: each width once, each theme once.</summary>
public sealed class Screens : TheoryData<ColorScheme, int>
{
    public Screens()
    {
        foreach (var (colors, width) in All)
            Add(colors, width);
    }

    internal static IReadOnlyList<(ColorScheme Colors, int Width)> All { get; } =
    [(ColorScheme.Dark, 360), (ColorScheme.Light, 1280)];
}

internal static class Accessibility
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new()
        {
            Type = "tag",
            Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        },
    };

    /// <summary>The theme of the page is that of the system. A page may get it only when it is interactive.</summary>
    public static Task ShouldHaveColors(this IPage page, ColorScheme colors) =>
        Assertions
            .Expect(page.Locator("body"))
            .ToHaveCSSAsync("background-color", colors is ColorScheme.Dark ? "rgb(16, 22, 20)" : "rgb(247, 248, 247)");

    /// <summary>
    /// The page is accessible, and as wide as its screen. A screenshot is kept in the folder .data/screenshots.
    /// </summary>
    public static async Task ShouldLookRight(this IPage page, ColorScheme colors, string name)
    {
        await page.ShouldHaveColors(colors);
        await page.ScreenshotAsync(
            new() { Path = Path.Combine(Repository.Root, ".data", "screenshots", $"{name}.png"), FullPage = true }
        );
        await page.ShouldBeAccessible();
        await page.ShouldNotScrollSideways();
    }

    /// <summary>The page on each of the <see cref="Screens"/>; at another address, or as it stands.</summary>
    public static async Task ShouldLookRightOnEveryScreen(this IPage page, string? address, string name)
    {
        foreach (var (colors, width) in Screens.All)
        {
            await page.SetViewportSizeAsync(width, 800);
            if (address is not null)
            {
                // A page learns of another theme when it is loaded.
                await page.EmulateMediaAsync(new() { ColorScheme = colors });
                await page.GotoAsync(address);
            }

            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await Assertions.Expect(page.Locator("[role=status][aria-label=Loading]")).ToHaveCountAsync(0);
            await page.ShouldLookRight(address is null ? ColorScheme.Light : colors, $"{name}-{width}");
        }
    }

    /// <summary>axe finds nothing against WCAG 2.2 AA and its best practices.</summary>
    /// <remarks>It looks again while the page changes: when a circuit begins, there is no title for a moment.</remarks>
    public static Task ShouldBeAccessible(this IPage page) =>
        Eventually.Passes(
            async () =>
            {
                var result = await page.RunAxe(Rules);
                result
                    .Violations.Select(v => $"{v.Id}: {v.Help} {string.Join(", ", v.Nodes.Select(node => node.Html))}")
                    .ShouldBeEmpty(page.Url);
            },
            TimeSpan.FromSeconds(10)
        );

    /// <summary>Nothing is wider than the window.</summary>
    public static async Task ShouldNotScrollSideways(this IPage page) =>
        (
            await page.EvaluateAsync<int>("document.documentElement.scrollWidth - window.innerWidth")
        ).ShouldBeLessThanOrEqualTo(0, page.Url);
}
