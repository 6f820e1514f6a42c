using PeerNetwork.LocalServers;
using PeerNetwork.SharedServers;
using Xunit;

namespace PeerNetwork.Testing;

/// <summary>
/// A RabbitMQ for one group of tests. It can be killed, and restarts at the same address with the same data.
/// </summary>
public class RabbitMqFixture : IAsyncLifetime
{
    private readonly ServerSettings _settings;
    private RunningServer? _server;

    public RabbitMqFixture()
        : this("") { }

    /// <param name="erlangArguments">More arguments for the Erlang runtime.</param>
    protected RabbitMqFixture(string erlangArguments) =>
        _settings = new(Path.Combine(Path.GetTempPath(), $"peernetwork-rabbitmq-{Guid.CreateVersion7():N}"))
        {
            Durable = false,
            ErlangArguments = erlangArguments,
        };

    private RunningServer Server => _server ?? throw new InvalidOperationException("The server has not been started.");

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

    /// <summary>Kills the broker.</summary>
    public async Task Kill()
    {
        Processes.Send(Server.ProcessId!.Value, Signal.Kill);
        await Eventually.Holds(() => Task.FromResult(!Server.IsAlive()), "the killed broker to end");
    }

    /// <summary>The amqp URI of a new virtual host.</summary>
    public Task<string> NewVirtualHost() =>
        TestRabbitMq.VirtualHost(
            new(Server.Address),
            Management,
            $"test-{Guid.CreateVersion7():N}",
            CancellationToken.None
        );

    /// <summary>Lets the broker close every connection, through its management API.</summary>
    public async Task CloseConnections()
    {
        var user = new Uri(Server.Address).UserInfo.Split(':')[0];
        using var http = new HttpClient();
        using var response = await http.SendAsync(
            RabbitMqManagement.Request(HttpMethod.Delete, Management, $"api/connections/username/{user}")
        );
        response.EnsureSuccessStatusCode();
    }
}
