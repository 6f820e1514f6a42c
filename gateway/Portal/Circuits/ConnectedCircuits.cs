using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.JSInterop;

namespace PeerNetwork.Portal.Circuits;

/// <summary>The circuits of this replica that have a connection, and the browser of each.</summary>
internal sealed class ConnectedCircuits
{
    private readonly ConcurrentDictionary<string, IJSRuntime> _browsers = new();

    public IReadOnlyCollection<IJSRuntime> Browsers => [.. _browsers.Values];

    public bool IsEmpty => _browsers.IsEmpty;

    /// <summary>Follows one circuit, in whose scope it is made.</summary>
    public sealed class Follower(ConnectedCircuits circuits, IJSRuntime browser) : CircuitHandler
    {
        public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
        {
            circuits._browsers[circuit.Id] = browser;
            return Task.CompletedTask;
        }

        public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
        {
            circuits._browsers.TryRemove(circuit.Id, out _);
            return Task.CompletedTask;
        }
    }
}
