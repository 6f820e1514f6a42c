using System.Net;
using System.Net.Sockets;
using Npgsql;
using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Tests.LocalServers;

public sealed class InstalledServerTests : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"peernetwork-test-{Guid.NewGuid():N}");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => ServerFolder.Delete(_folder);

    [Fact]
    public async Task PostgreSQL_keeps_its_data_and_address_when_it_is_stopped_and_started()
    {
        var first = await StartPostgres();
        await using (first)
            await WriteNote(first);
        first.IsAlive().ShouldBeFalse();

        await using var second = await StartPostgres();

        second.Address.ShouldBe(first.Address);
        (await ReadNotes(second)).ShouldBe(1);
    }

    [Fact]
    public async Task PostgreSQL_starts_after_it_was_killed_and_its_lock_file_names_another_process()
    {
        var killed = await StartPostgres();
        await WriteNote(killed);
        await Processes.Stop(killed.ProcessId.ShouldNotBeNull(), Signal.Kill, TimeSpan.FromSeconds(5));
        var lockFile = Path.Combine(_folder, "data", "postmaster.pid");
        var lines = await File.ReadAllLinesAsync(lockFile);
        await File.WriteAllLinesAsync(lockFile, [$"{Environment.ProcessId}", .. lines[1..]]);

        await using var started = await StartPostgres();

        (await ReadNotes(started)).ShouldBe(1);
    }

    [Fact]
    public async Task PostgreSQL_that_has_outlived_its_starter_makes_way_for_a_new_one_on_its_data()
    {
        var orphan = await StartPostgres();
        await WriteNote(orphan);

        await using var started = await StartPostgres();

        orphan.IsAlive().ShouldBeFalse();
        started.Address.ShouldBe(orphan.Address);
        (await ReadNotes(started)).ShouldBe(1);
    }

    [Fact]
    public async Task RabbitMQ_makes_way_for_a_new_one_starts_after_it_was_killed_and_leaves_no_process()
    {
        var first = await StartRabbitMq();
        var second = await StartRabbitMq();
        first.IsAlive().ShouldBeFalse();
        await Processes.Stop(second.ProcessId.ShouldNotBeNull(), Signal.Kill, TimeSpan.FromSeconds(5));

        var third = await StartRabbitMq();
        third.Address.ShouldBe(first.Address);
        await third.DisposeAsync();

        // The processes that Erlang starts end by themselves when their parent has ended.
        await Readiness.Wait(
            () => Task.FromResult(Processes.Marked(_folder) is [] ? null : "processes are left"),
            "The folder",
            stop: () => Task.CompletedTask,
            CancellationToken.None
        );
    }

    [Fact]
    public async Task RabbitMQ_is_started_again_when_its_first_start_fails()
    {
        TcpListener? other = null;
        var server = await InstalledRabbitMq.In(Settings with { Log = _ => other?.Dispose() }, default);
        other = new(IPAddress.Loopback, server.Port);
        other.Start();

        await using var started = await server.Start(default);

        started.IsAlive().ShouldBeTrue();
    }

    [Fact]
    public void A_missing_process_is_not_alive_and_a_signal_to_it_is_no_error()
    {
        const int none = int.MaxValue;

        Processes.IsAlive(none).ShouldBeFalse();
        Processes.Send(none, Signal.Kill);
    }

    private ServerSettings Settings => new(_folder) { Durable = false };

    private async Task<RunningServer> StartPostgres() =>
        await (await InstalledPostgres.In(Settings, default)).Start(default);

    private async Task<RunningServer> StartRabbitMq() =>
        await (await InstalledRabbitMq.In(Settings, default)).Start(default);

    private static async Task WriteNote(RunningServer server)
    {
        await using var source = NpgsqlDataSource.Create(server.Address);
        await using var command = source.CreateCommand(
            "create table note (text text); insert into note values ('kept'); checkpoint"
        );
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> ReadNotes(RunningServer server)
    {
        await using var source = NpgsqlDataSource.Create(server.Address);
        await using var command = source.CreateCommand("select count(*) from note");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
