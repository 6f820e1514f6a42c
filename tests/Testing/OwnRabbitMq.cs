using PeerNetwork.LocalServers;
using PeerNetwork.SharedServers;
using Xunit;

namespace PeerNetwork.Testing;

/// <summary>
/// A RabbitMQ that a test may kill, since nobody else uses it. It comes back at the same address with the same data.
/// </summary>
public class OwnRabbitMq : IAsyncLifetime
{
    private readonly ServerSettings _settings;
    private RunningServer? _server;

    public OwnRabbitMq()
        : this("") { }

    /// <param name="erlangArguments">More arguments for its Erlang.</param>
    protected OwnRabbitMq(string erlangArguments) =>
        _settings = new(Path.Combine(Path.GetTempPath(), $"peernetwork-rabbitmq-{Guid.CreateVersion7():N}"))
        {
            Durable = false,
            ErlangArguments = erlangArguments,
        };

    private RunningServer Server => _server ?? throw new InvalidOperationException("It has not been started.");

    private Uri Management =>
        Server.Management ?? throw new InvalidOperationException("A server that we started has a management API.");

    public Task InitializeAsync() => Start();

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        await ServerFolder.Delete(_settings.Folder);
    }

    public async Task Start() =>
        _server = await (await InstalledRabbitMq.In(_settings, CancellationToken.None)).Start(CancellationToken.None);

    /// <summary>Ends it as a power cut would.</summary>
    public async Task Kill()
    {
        Processes.Send(Server.ProcessId!.Value, Signal.Kill);
        await Eventually.Holds(() => Task.FromResult(!Server.IsAlive()), "the killed broker to be gone");
    }

    /// <summary>The amqp URI of a new virtual host.</summary>
    public Task<string> NewVirtualHost() =>
        TestRabbitMq.VirtualHost(
            new(Server.Address),
            Management,
            $"test-{Guid.CreateVersion7():N}",
            CancellationToken.None
        );

    /// <summary>Has the broker close every connection, as an administrator would.</summary>
    public async Task CloseConnections()
    {
        var user = new Uri(Server.Address).UserInfo.Split(':')[0];
        using var http = new HttpClient();
        using var answer = await http.SendAsync(
            RabbitMqManagement.Request(HttpMethod.Delete, Management, $"api/connections/username/{user}")
        );
        answer.EnsureSuccessStatusCode();
    }
}
