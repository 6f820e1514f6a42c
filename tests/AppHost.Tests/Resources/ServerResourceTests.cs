using System.Diagnostics;
using PeerNetwork.AppHost.Resources;
using PeerNetwork.LocalServers;
using PeerNetwork.Testing;

namespace PeerNetwork.AppHost.Tests.Resources;

public sealed class ServerResourceTests : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"peernetwork-test-{Guid.NewGuid():N}");
    private readonly ResourceLog _log = new("server", new(TextWriter.Null, colours: false));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var server in new[] { "postgres", "rabbitmq" })
            await ServerFolder.Forget(Path.Combine(_folder, server));
    }

    [ServerProcessFact]
    public async Task A_server_that_is_killed_is_back_at_its_address()
    {
        await using var postgres = Resource("postgres", LocalPostgres.Start);
        await using var rabbitmq = Resource("rabbitmq", (settings, ct) => LocalRabbitMq.Start(settings, ct));

        await Task.WhenAll(ComesBack(postgres), ComesBack(rabbitmq));

        (await LocalPostgres.Answers(postgres.ConnectionString!, default)).ShouldBeNull();
        (
            await LocalRabbitMq.Answers(Management(rabbitmq), new Uri(rabbitmq.ConnectionString!).Port, default)
        ).ShouldBeNull();
    }

    [Fact]
    public async Task A_start_that_fails_is_tried_again_whatever_the_reason()
    {
        var starts = 0;
        await using var server = Resource(
            "postgres",
            (_, _) =>
                ++starts switch
                {
                    1 => Task.FromResult(new RunningServer("here", "gone soon") { Lives = () => false }),
                    2 => throw new ServerUnavailableException("The disk is full."),
                    3 => throw new IOException("The disk is not there."),
                    4 => throw new TaskCanceledException("It took too long."),
                    _ => Task.FromResult(new RunningServer("here", "back")),
                }
        );

        await server.Start(default);

        await Eventually.Passes(() =>
        {
            server.Detail.ShouldBe("back", string.Join('\n', _log.Newest(20)));
            return Task.CompletedTask;
        });
        _log.Newest(20)
            .ShouldBe([
                "ready: gone soon",
                "has ended; starting again",
                "did not start: The disk is full.",
                "has ended; starting again",
                "did not start: The disk is not there.",
                "has ended; starting again",
                "did not start: It took too long.",
                "has ended; starting again",
                "ready: back",
            ]);
    }

    private static async Task ComesBack(ServerResource server)
    {
        await server.Start(default);
        var killed = server.ProcessId.ShouldNotBeNull();
        var address = server.ConnectionString;
        using (var process = Process.GetProcessById(killed))
            process.Kill();
        await Eventually.Holds(
            () => Task.FromResult(server.ProcessId != killed && server.State is ResourceState.Ready),
            $"{server.Name} to come back",
            TimeSpan.FromMinutes(3)
        );
        server.ConnectionString.ShouldBe(address);
    }

    private static Uri Management(ServerResource rabbitmq)
    {
        var address = new Uri(rabbitmq.ConnectionString!);
        return new UriBuilder(rabbitmq.Url!)
        {
            UserName = address.UserInfo.Split(':')[0],
            Password = address.UserInfo.Split(':')[1],
        }.Uri;
    }

    private ServerResource Resource(string name, Func<ServerSettings, CancellationToken, Task<RunningServer>> start) =>
        new(name, _log, new(Path.Combine(_folder, name)) { Durable = false }, start);
}
