using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Playwright;

namespace PeerNetwork.Portal.Tests.Browser;

internal static class Interactivity
{
    private static readonly ConditionalWeakTable<IPage, ConcurrentQueue<string>> Troubles = [];

    /// <summary>Remembers from now on what the page asked for, and why it might not become interactive.</summary>
    public static void NoteTroubles(this IPage page)
    {
        var troubles = Troubles.GetOrCreateValue(page);
        page.Request += (_, request) =>
        {
            if (request.IsNavigationRequest)
                Note($"goes to {request.Url.Split('?')[0]}");
        };
        page.Response += (_, response) =>
        {
            if (response.Request.IsNavigationRequest)
                Note($"{response.Status} from {response.Url.Split('?')[0]}");
        };
        page.Console += (_, message) => Note($"console {message.Type}: {message.Text}");
        page.RequestFailed += (_, request) => Note($"{request.Url}: {request.Failure}");
        page.WebSocket += (_, socket) =>
        {
            Note("connects");
            socket.FrameReceived += Answered;
            socket.SocketError += (_, error) => Note($"connection: {error}");
            socket.Close += (_, _) => Note("disconnected");

            void Answered(object? sender, IWebSocketFrame frame)
            {
                Note("answered");
                socket.FrameReceived -= Answered;
            }
        };

        void Note(string trouble) => troubles.Enqueue($"{TimeProvider.System.GetUtcNow():HH:mm:ss.f} {trouble}");
    }

    /// <summary>
    /// Waits for the circuit of a page that was loaded: before it begins, what is clicked or typed has no effect.
    /// </summary>
    public static Task ShouldBeInteractive(this IPage page) =>
        page.Explain(Assertions.Expect(page.Locator(".frame")).ToHaveAttributeAsync("data-interactive", "true"));

    /// <summary>
    /// Waits until the address is open. WaitForURLAsync misses an arrival between its check and its subscription.
    /// </summary>
    public static Task ShouldArriveAt(this IPage page, Uri address) =>
        page.Explain(Assertions.Expect(page).ToHaveURLAsync(address.ToString()));

    private static async Task Explain(this IPage page, Task expectation)
    {
        try
        {
            await expectation;
        }
        catch (Exception e) when (e is PlaywrightException or TimeoutException)
        {
            var troubles = Troubles.GetOrCreateValue(page);
            throw new PlaywrightException($"{e.Message}\n{page.Url}\n{string.Join('\n', troubles)}", e);
        }
    }
}
