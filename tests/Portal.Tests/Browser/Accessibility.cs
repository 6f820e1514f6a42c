using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace PeerNetwork.Portal.Tests.Browser;

internal static partial class Accessibility
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new()
        {
            Type = "tag",
            Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        },
    };

    /// <summary>axe finds nothing against WCAG 2.2 AA and its best practices.</summary>
    public static async Task ShouldBeAccessible(this IPage page)
    {
        // When the circuit begins, there is no title for a moment.
        await Assertions.Expect(page).ToHaveTitleAsync(Any());
        var result = await page.RunAxe(Rules);
        result
            .Violations.Select(v => $"{v.Id}: {v.Help} {string.Join(", ", v.Nodes.Select(node => node.Html))}")
            .ShouldBeEmpty();
    }

    /// <summary>Nothing is wider than the window.</summary>
    public static async Task ShouldNotScrollSideways(this IPage page) =>
        (
            await page.EvaluateAsync<int>("document.documentElement.scrollWidth - window.innerWidth")
        ).ShouldBeLessThanOrEqualTo(0, page.Url);

    [GeneratedRegex(".")]
    private static partial Regex Any();
}
