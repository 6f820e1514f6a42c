using Microsoft.Playwright;

namespace PeerNetwork.Portal.Tests.Browser;

internal static class Interactivity
{
    /// <summary>
    /// Waits for the circuit of a page that was loaded: before it begins, what is clicked or typed has no effect.
    /// </summary>
    public static Task ShouldBeInteractive(this IPage page) =>
        Assertions.Expect(page.Locator(".frame")).ToHaveAttributeAsync("data-interactive", "true");
}
