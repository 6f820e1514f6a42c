using Microsoft.JSInterop;

namespace PeerNetwork.Portal.Circuits;

/// <summary>
/// When this replica is told to stop, each browser takes the state of its circuit along and resumes it on the replica
/// to which the gateway leads it then (<c>wwwroot/connection.js</c>).
/// </summary>
internal sealed class Handover(ConnectedCircuits circuits, IHostApplicationLifetime lifetime, TimeProvider clock)
    : IHostedLifecycleService
{
    /// <summary>The gateway asks each second whether a replica is ready.</summary>
    private static readonly TimeSpan UntilGatewayKnows = TimeSpan.FromSeconds(2.5);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10),
        Pause = TimeSpan.FromMilliseconds(100);

    // SignalR closes its connections at the same signal; what is registered last is called first.
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() => HandOver().GetAwaiter().GetResult());
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task HandOver()
    {
        if (circuits.IsEmpty)
            return;
        await Task.Delay(UntilGatewayKnows, clock);
        await Task.WhenAll(circuits.Browsers.Select(Resume));
        var end = clock.GetUtcNow() + Longest;
        while (!circuits.IsEmpty && clock.GetUtcNow() < end)
            await Task.Delay(Pause, clock);
    }

    private static async Task Resume(IJSRuntime browser)
    {
        try
        {
            await browser.InvokeVoidAsync("peerNetwork.resumeElsewhere", Longest);
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // Its connection has just ended, so the browser looks for another replica by itself.
        }
    }
}
