using System.Net;
using System.Net.Sockets;

namespace PeerNetwork.Testing;

/// <summary>A line to a server that can lose what the server answers, and can be cut: requests arrive, and nobody hears what became of them.</summary>
public sealed class UnreliableLine : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _host;
    private readonly int _port;
    private readonly List<TcpClient> _clients = [];
    private volatile bool _deaf;

    public UnreliableLine(string host, int port)
    {
        (_host, _port) = (host, port);
        _listener.Start();
        _ = Accept();
    }

    /// <summary>Where the line begins, on the loopback address.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>From now on every answer is lost; what is sent still arrives.</summary>
    public void LoseAnswers() => _deaf = true;

    /// <summary>Breaks what is connected; new connections are whole again.</summary>
    public void Cut()
    {
        _deaf = false;
        lock (_clients)
        {
            _clients.ForEach(c => c.Dispose());
            _clients.Clear();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Cut();
    }

    private async Task Accept()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            var server = new TcpClient(_host, _port);
            lock (_clients) _clients.AddRange(client, server);
            _ = Pump(client, server, () => false);
            _ = Pump(server, client, () => _deaf);
        }
    }

    private static async Task Pump(TcpClient from, TcpClient to, Func<bool> loses)
    {
        var buffer = new byte[16_384];
        try
        {
            while (await from.GetStream().ReadAsync(buffer) is > 0 and var read)
                if (!loses())
                    await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
        finally
        {
            from.Dispose();
            to.Dispose();
        }
    }
}
