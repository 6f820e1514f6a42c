using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace PeerNetwork.Portal.Tests.Browser;

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
    /// The page is accessible, and as wide as its screen. A screenshot is written to a folder beside the tests.
    /// </summary>
    public static async Task ShouldLookRight(this IPage page, ColorScheme colors, string name)
    {
        await page.ShouldHaveColors(colors);
        await page.ScreenshotAsync(
            new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"{name}.png"), FullPage = true }
        );
        await page.ShouldBeAccessible();
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue(name);
    }

    /// <summary>axe finds nothing against WCAG 2.2 AA and its best practices.</summary>
    public static async Task ShouldBeAccessible(this IPage page)
    {
        var result = await page.RunAxe(Rules);
        result
            .Violations.Select(v => $"{v.Id}: {v.Help} {string.Join(", ", v.Nodes.Select(node => node.Html))}")
            .ShouldBeEmpty();
    }
}
