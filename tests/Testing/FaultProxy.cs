using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace PeerNetwork.Testing;

/// <summary>A TCP proxy between a service and its server that injects network faults.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<ProxiedConnection, bool> _connections = [];
    private readonly ConcurrentBag<Task> _connectionTasks = [];
    private readonly ConcurrentBag<MemoryStream> _recordings = [];
    private readonly IPEndPoint _server;
    private readonly Task _acceptLoop;
    private volatile bool _isCut;
    private int _refused;

    private FaultProxy(int serverPort)
    {
        _server = new(IPAddress.Loopback, serverPort);
        _listener.Start();
        _acceptLoop = Accept();
    }

    /// <summary>Starts a proxy on a free port, for the server that listens on this port.</summary>
    public static FaultProxy InFrontOf(int serverPort) => new(serverPort);

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The delay of each chunk of data, in both directions.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>While true, responses of the server are dropped; requests still reach it.</summary>
    public bool DropsResponses { get; set; }

    /// <summary>While true, all data of new connections is recorded.</summary>
    public bool Records { get; set; }

    /// <summary>What was recorded of each connection, in each direction.</summary>
    public IReadOnlyList<byte[]> Recordings
    {
        get
        {
            return [.. _recordings.Select(Read)];

            static byte[] Read(MemoryStream recording)
            {
                lock (recording)
                    return recording.ToArray();
            }
        }
    }

    /// <summary>How many connections are open.</summary>
    public int Connections => _connections.Count;

    /// <summary>How many connections were refused while the proxy was cut.</summary>
    public int Refused => _refused;

    /// <summary>The address of the server with the port of this proxy.</summary>
    public string Redirect(string address) =>
        new UriBuilder(address) { Port = Port }
            .Uri
            .AbsoluteUri;

    /// <summary>Resets the open connections. New connections are allowed.</summary>
    public void Reset()
    {
        foreach (var connection in _connections.Keys)
            connection.Reset();
    }

    /// <summary>Resets all connections and refuses new ones.</summary>
    public void Cut()
    {
        _isCut = true;
        Reset();
    }

    public void Restore() => _isCut = false;

    /// <summary>
    /// Makes the open connections half open: no data passes, and neither side is notified. New connections are allowed.
    /// </summary>
    public void Freeze()
    {
        foreach (var connection in _connections.Keys)
            connection.IsFrozen = true;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _acceptLoop;
        Reset();
        await Task.WhenAll(_connectionTasks);
    }

    private async Task Accept()
    {
        while (true)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync();
                var connection = new ProxiedConnection(this, client, new(SocketType.Stream, ProtocolType.Tcp));
                _connections[connection] = true;
                _connectionTasks.Add(connection.Run());
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return; // Stopped.
            }
        }
    }

    private sealed class ProxiedConnection(FaultProxy proxy, Socket client, Socket server)
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
                await Task.WhenAny(Copy(client, server, isResponse: false), Copy(server, client, isResponse: true));
            }
            catch (SocketException)
            {
                // The server does not listen. The reset below notifies the client.
            }
            finally
            {
                Reset();
                proxy._connections.TryRemove(this, out _);
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

        private async Task Copy(Socket from, Socket to, bool isResponse)
        {
            var buffer = new byte[64 * 1024];
            var recording = proxy.Records ? new MemoryStream() : null;
            if (recording is not null)
                proxy._recordings.Add(recording);
            try
            {
                while (await from.ReceiveAsync(buffer) is > 0 and var count)
                {
                    if (recording is not null)
                        lock (recording)
                            recording.Write(buffer, 0, count);
                    if (proxy.Delay > TimeSpan.Zero)
                        await Task.Delay(proxy.Delay);
                    if (!_isFrozen && !(isResponse && proxy.DropsResponses))
                        await to.SendAsync(buffer.AsMemory(0, count));
                }

                // The other side of a half-open connection is not notified of the end either.
                if (_isFrozen)
                    await _reset.Task;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The connection was reset by either side.
            }
        }
    }
}
