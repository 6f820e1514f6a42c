using PeerNetwork.LocalServers;
using PeerNetwork.SharedServers;

namespace PeerNetwork.Benchmarks;

/// <summary>Servers of this run alone, as durable as in production, in a folder that goes with them.</summary>
internal sealed class Servers : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("peernetwork-bench-").FullName;
    private readonly List<RunningServer> _running = [];

    public async Task<string> Database()
    {
        var server = await Keep(
            TestPostgres.Start(new(Path.Combine(_folder, "postgres")), Given("postgres"), CancellationToken.None)
        );
        return await Databases.Create(server.Address, $"bench_{Guid.CreateVersion7():N}", CancellationToken.None);
    }

    public async Task<string> Broker() =>
        (
            await Keep(
                TestRabbitMq.Start(
                    new(Path.Combine(_folder, "rabbitmq")),
                    Given("rabbitmq"),
                    givenManagement: null,
                    CancellationToken.None
                )
            )
        ).Address;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _running)
            await server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string? Given(string server) => Environment.GetEnvironmentVariable($"ConnectionStrings__{server}");

    private async Task<RunningServer> Keep(Task<RunningServer> start)
    {
        var server = await start;
        _running.Add(server);
        return server;
    }
}
