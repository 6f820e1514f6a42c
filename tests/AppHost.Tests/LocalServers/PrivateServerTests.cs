using System.Diagnostics;
using Npgsql;
using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Tests.LocalServers;

public sealed class PrivateServerTests : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"peernetwork-test-{Guid.NewGuid():N}");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => ServerFolder.Forget(_folder);

    [Fact]
    public async Task PostgreSQL_keeps_its_data_and_address_when_it_is_stopped_and_started()
    {
        var first = await LocalPostgres.Start(Settings, default);
        await using (first)
            await WriteNote(first);
        first.Lives().ShouldBe(first.ProcessId is null);

        await using var second = await LocalPostgres.Start(Settings, default);

        second.Address.ShouldBe(first.Address);
        (await ReadNotes(second)).ShouldBe(1);
    }

    [ServerProcessFact]
    public async Task PostgreSQL_starts_after_it_was_killed_and_its_lock_file_names_a_stranger()
    {
        var killed = await LocalPostgres.Start(Settings, default);
        await WriteNote(killed);
        await Kill(killed.ProcessId.ShouldNotBeNull());
        var lockFile = Path.Combine(_folder, "data", "postmaster.pid");
        var lines = await File.ReadAllLinesAsync(lockFile);
        await File.WriteAllLinesAsync(lockFile, [$"{Environment.ProcessId}", .. lines[1..]]);

        await using var started = await LocalPostgres.Start(Settings, default);

        (await ReadNotes(started)).ShouldBe(1);
    }

    [Fact]
    public async Task PostgreSQL_that_has_outlived_its_starter_is_taken_over()
    {
        var orphan = await LocalPostgres.Start(Settings, default);

        await using var started = await LocalPostgres.Start(Settings, default);

        started.Address.ShouldBe(orphan.Address);
        started.ProcessId.ShouldBe(orphan.ProcessId);
        (await LocalPostgres.Answers(started.Address, default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_given_PostgreSQL_that_does_not_answer_is_named()
    {
        var given = Settings with { Given = $"Host=127.0.0.1;Port={Ports.Choose(1)[0]};Username=nobody" };

        var refused = await Should.ThrowAsync<ServerUnavailableException>(() => LocalPostgres.Start(given, default));

        refused.Message.ShouldContain("PostgreSQL that was given does not answer");
    }

    [ServerProcessFact]
    public async Task RabbitMQ_is_taken_over_starts_after_it_was_killed_and_ends_when_it_is_told()
    {
        var first = await LocalRabbitMq.Start(Settings, default);
        var second = await LocalRabbitMq.Start(Settings, default);
        second.ProcessId.ShouldBe(first.ProcessId);
        await Kill(first.ProcessId.ShouldNotBeNull());

        var third = await LocalRabbitMq.Start(Settings, default);
        third.Address.ShouldBe(first.Address);
        var host = await LocalRabbitMq.VirtualHost(new(third.Address), third.Management!, "a room", default);
        new Uri(host).AbsolutePath.ShouldBe("/a%20room");
        await third.DisposeAsync();

        (await LocalRabbitMq.Answers(third.Management!, new Uri(third.Address).Port, default)).ShouldNotBeNull();
        ServerMemory.ProcessesOf(_folder).Where(p => Processes.IsOurs(p, _folder)).ShouldBeEmpty();
    }

    private ServerSettings Settings => new(_folder) { Durable = false };

    private async Task Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
        while (Processes.IsOurs(id, _folder))
            await Task.Delay(20);
    }

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
