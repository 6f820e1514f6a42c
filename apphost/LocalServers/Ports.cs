using System.Net;
using System.Net.Sockets;

namespace PeerNetwork.LocalServers;

/// <summary>Free loopback ports, the same as last time where they still are free.</summary>
public static class Ports
{
    // Below the range from which the system takes ports for outgoing connections, so that a remembered port stays free
    // between runs.
    private const int First = 15_000,
        Last = 32_000;

    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public static int[] Choose(int count, params ReadOnlySpan<int> remembered)
    {
        var ports = new int[count];
        for (var i = 0; i < count; i++)
        {
            var port = i < remembered.Length ? remembered[i] : 0;
            while (port == 0 || ports.AsSpan(0, i).Contains(port) || !IsFree(port))
                port = Random.Shared.Next(First, Last);
            ports[i] = port;
        }
        return ports;
    }

    /// <summary>
    /// Waits, at most two seconds, for the ports of a server that was killed: they are free when the last of its child
    /// processes has ended.
    /// </summary>
    public static async Task WaitUntilFree(IReadOnlyCollection<int> ports, CancellationToken ct)
    {
        for (var tries = 0; tries < 40 && !ports.All(IsFree); tries++)
            await Task.Delay(50, ct);
    }
}
