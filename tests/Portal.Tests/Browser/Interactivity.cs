using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Playwright;

namespace PeerNetwork.Portal.Tests.Browser;

internal static class Interactivity
{
    private static readonly ConditionalWeakTable<IPage, ConcurrentQueue<string>> Troubles = [];

    /// <summary>Remembers from now on why the page might not become interactive.</summary>
    public static void NoteTroubles(this IPage page)
    {
        var troubles = Troubles.GetOrCreateValue(page);
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
    public static async Task ShouldBeInteractive(this IPage page)
    {
        try
        {
            await Assertions.Expect(page.Locator(".frame")).ToHaveAttributeAsync("data-interactive", "true");
        }
        catch (PlaywrightException e) when (Troubles.TryGetValue(page, out var troubles))
        {
            throw new PlaywrightException($"{e.Message}\n{string.Join('\n', troubles)}", e);
        }
    }
}
