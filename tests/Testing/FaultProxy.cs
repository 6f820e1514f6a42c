using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace PeerNetwork.Testing;

/// <summary>Stands between a service and its server and does to their connections what networks do.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Link, bool> _links = [];
    private readonly ConcurrentBag<Task> _runs = [];
    private readonly IPEndPoint _server;
    private readonly Task _accepting;
    private volatile bool _isCut;
    private int _refused;

    private FaultProxy(int serverPort)
    {
        _server = new(IPAddress.Loopback, serverPort);
        _listener.Start();
        _accepting = Accept();
    }

    /// <summary>A proxy on a port of its own, before the server that listens at this one.</summary>
    public static FaultProxy Before(int serverPort) => new(serverPort);

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How long each piece of data waits, in both directions.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>While true, what the server answers is lost; what is sent to it still arrives.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>How many connections are open.</summary>
    public int Connections => _links.Count;

    /// <summary>How many connections were refused while it was cut.</summary>
    public int Refused => _refused;

    /// <summary>The address of a server at this proxy, for those who are to go through it.</summary>
    public string Instead(string address) =>
        new UriBuilder(address) { Port = Port }
            .Uri
            .AbsoluteUri;

    /// <summary>Closes the connections there are with a reset; new ones pass.</summary>
    public void Reset()
    {
        foreach (var link in _links.Keys)
            link.Reset();
    }

    /// <summary>Closes all connections and lets no new ones through.</summary>
    public void Cut()
    {
        _isCut = true;
        Reset();
    }

    public void Mend() => _isCut = false;

    /// <summary>
    /// Leaves the connections there are half open: nothing passes any more, and neither side is told. New ones pass.
    /// </summary>
    public void Freeze()
    {
        foreach (var link in _links.Keys)
            link.IsFrozen = true;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        Reset();
        await Task.WhenAll(_runs);
    }

    private async Task Accept()
    {
        while (true)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync();
                var link = new Link(this, client, new(SocketType.Stream, ProtocolType.Tcp));
                _links[link] = true;
                _runs.Add(link.Run());
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return; // Stopped.
            }
        }
    }

    private sealed class Link(FaultProxy proxy, Socket client, Socket server)
    {
        private readonly TaskCompletionSource _reset = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _isFrozen;

        public bool IsFrozen
        {
            get => _isFrozen;
            set => _isFrozen = value;
        }

        public async Task Run()
        {
            try
            {
                if (proxy._isCut)
                {
                    Interlocked.Increment(ref proxy._refused);
                    return;
                }

                client.NoDelay = server.NoDelay = true;
                await server.ConnectAsync(proxy._server);
                if (proxy._isCut)
                    return;
                await Task.WhenAny(Pump(client, server, answers: false), Pump(server, client, answers: true));
            }
            catch (SocketException)
            {
                // The server does not listen: the client is told by the reset below.
            }
            finally
            {
                Reset();
                proxy._links.TryRemove(this, out _);
            }
        }

        public void Reset()
        {
            _reset.TrySetResult();
            foreach (var socket in (Socket[])[client, server])
            {
                try
                {
                    socket.LingerState = new(true, 0);
                }
                catch (Exception e) when (e is SocketException or ObjectDisposedException)
                {
                    // It is closed already.
                }

                socket.Dispose();
            }
        }

        private async Task Pump(Socket from, Socket to, bool answers)
        {
            var buffer = new byte[64 * 1024];
            try
            {
                while (await from.ReceiveAsync(buffer) is > 0 and var count)
                {
                    if (proxy.Delay > TimeSpan.Zero)
                        await Task.Delay(proxy.Delay);
                    if (!_isFrozen && !(answers && proxy.LosesAnswers))
                        await to.SendAsync(buffer.AsMemory(0, count));
                }

                // The other side of a half-open connection does not hear of the end either.
                if (_isFrozen)
                    await _reset.Task;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Reset from here or from there.
            }
        }
    }
}
