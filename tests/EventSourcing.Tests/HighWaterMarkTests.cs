using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PeerNetwork.Testing;
using IProjectionCoordinator = Marten.Events.Daemon.Coordination.IProjectionCoordinator;

namespace PeerNetwork.EventSourcing.Tests;

/// <summary>
/// Shards follow the sequence numbers and lose no event: they wait for a number in flight, and skip an unused one.
/// </summary>
[Collection(nameof(PostgresCollection))]
public sealed class HighWaterMarkTests(PostgresFixture server) : IAsyncLifetime
{
    private const int ManyPolls = 10;

    private AccountsService _service = null!;
    private Guid _first,
        _second;

    public async Task InitializeAsync()
    {
        _service = await AccountsService.Start(await server.NewDatabase());
        (_first, _second) = (await _service.OpenAccount(), await _service.OpenAccount());
        await _service.WaitUntilCaughtUp();
    }

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task The_daemon_waits_for_a_number_in_flight_and_the_shard_lags()
    {
        await using var slow = await OpenTransaction.Begin(_service);
        await slow.PayIn(_first, 1, 5);
        await _service.PayIn(_second, 7);
        await PositionShouldStay(2);
        (await _service.GetBalance(_second))!.Cents.ShouldBe(
            0,
            "the later event is visible, and waits for the earlier one"
        );
        var status = await _service.GetStatus("balances");
        (status.State, status.Lag).ShouldBe((ShardState.Running, 2));
        status.BehindSince.ShouldNotBeNull();

        await slow.Commit();
        await BothShouldBeApplied();
        await Eventually.Holds(async () => await _service.GetStatus("balances") is { Lag: 0, BehindSince: null });
    }

    [Fact]
    public async Task The_youngest_transaction_may_have_the_lower_number()
    {
        await using var older = await OpenTransaction.Begin(_service);
        await older.Execute("select pg_current_xact_id()");
        await using var younger = await OpenTransaction.Begin(_service);
        await younger.PayIn(_first, 1, 5);
        await older.PayIn(_second, 1, 7);
        await older.Commit();
        await PositionShouldStay(2);
        await younger.Commit();
        await BothShouldBeApplied();
    }

    [Fact]
    public async Task The_daemon_waits_for_a_number_that_was_taken_while_it_read_the_newest_one()
    {
        await using var table = await OpenTransaction.Begin(_service);
        await table.Execute("lock table accounts.mt_event_progression in access exclusive mode");
        await Eventually.Holds(() =>
            _service.Scalar<bool>(
                """
                select exists (
                    select from pg_stat_activity where wait_event_type = 'Lock' and query like '%highest_sequence%'
                        and datname = current_database())
                """
            )
        );
        await using var slow = await OpenTransaction.Begin(_service);
        await slow.PayIn(_first, 1, 5);
        await table.Commit();
        await _service.PayIn(_second, 7);
        await PositionShouldStay(2);
        await slow.Commit();
        await BothShouldBeApplied();
    }

    [Fact]
    public async Task A_rolled_back_or_unused_number_stops_no_shard()
    {
        await using (var append = await OpenTransaction.Begin(_service))
        {
            await append.PayIn(_first, 1, 5);
            await append.RollBack();
        }

        await _service.Scalar<long>("select nextval('accounts.mt_events_sequence')");
        await _service.PayIn(_second, 7);
        await _service.WaitUntilCaughtUp();
    }

    [Fact]
    public async Task A_long_transaction_in_another_database_blocks_no_shard_and_one_here_blocks_until_it_ends()
    {
        await using var elsewhere = await OpenTransaction.Begin(server.Address);
        await elsewhere.Execute("select pg_current_xact_id()");
        await _service.Scalar<long>("select nextval('accounts.mt_events_sequence')");
        await _service.PayIn(_second, 3);
        await _service.WaitUntilCaughtUp();

        await using var here = await OpenTransaction.Begin(_service);
        await here.Execute("select pg_current_xact_id()");
        await _service.PayIn(_second, 4);
        await _service.WaitUntilCaughtUp();
        await _service.Scalar<long>("select nextval('accounts.mt_events_sequence')");
        await _service.PayIn(_first, 5);
        await here.RollBack();
        await BothShouldBeApplied();
    }

    [Fact]
    public async Task The_daemon_waits_for_a_prepared_transaction_even_across_a_crash()
    {
        await server.Execute("alter system set max_prepared_transactions = 2");
        await server.Crash();
        await using (var slow = await OpenTransaction.Begin(_service))
        {
            await slow.PayIn(_first, 1, 5);
            await slow.Execute($"prepare transaction '{_first}'");
        }

        await Eventually.Passes(() => _service.PayIn(_second, 7));
        await LaterEventShouldWait();
        await server.Crash();
        await LaterEventShouldWait();
        await using (var decider = await OpenTransaction.Begin(_service))
            await decider.Execute($"commit; commit prepared '{_first}'");
        await BothShouldBeApplied();
    }

    [Fact]
    public async Task A_daemon_that_starts_during_a_gap_waits_too()
    {
        await using var slow = await OpenTransaction.Begin(_service);
        await slow.PayIn(_first, 1, 5);
        await _service.PayIn(_second, 7);
        await _service.DisposeAsync();
        _service = await AccountsService.Start(_service.ConnectionString);
        await Eventually.Holds(async () => (await _service.GetStatus("balances")).State == ShardState.Running);
        await PositionShouldStay(2);
        await slow.Commit();
        await BothShouldBeApplied();
    }

    [Fact]
    public async Task Thousands_of_unused_numbers_are_skipped()
    {
        const int events = 12_000;
        await using var append = await OpenTransaction.Begin(_service);
        // Every second number is unused.
        await append.Execute(
            $$"""
            insert into accounts.mt_events (seq_id, id, stream_id, version, data, type, timestamp)
            select nextval('accounts.mt_events_sequence') + 0 * nextval('accounts.mt_events_sequence'),
                gen_random_uuid(), '{{_first}}', n, '{"account":"{{_first}}","cents":1}', 'money_paid_in', now()
            from generate_series(2, {{events}} + 1) n;
            update accounts.mt_streams set version = {{events}} + 1 where id = '{{_first}}'
            """
        );
        await append.Commit();
        await _service.WaitUntilCaughtUp();
        (await _service.GetBalance(_first))!.Cents.ShouldBe(events);
    }

    [Fact]
    public async Task After_a_restore_from_backup_shards_continue_from_the_restored_state()
    {
        var database = new NpgsqlConnectionStringBuilder(_service.ConnectionString).Database!;
        await WithoutConnections(database, $"create database {database}_backup template {database}");
        for (var i = 0; i < 5; i++)
            await Eventually.Passes(() => _service.PayIn(_second, 1));
        await _service.WaitUntilCaughtUp();

        await WithoutConnections(
            database,
            $"drop database {database}",
            $"alter database {database}_backup rename to {database}"
        );
        await Eventually.Passes(async () => (await _service.Read(_second))!.Cents.ShouldBe(0));
        await _service.PayIn(_first, 5);
        await _service.PayIn(_second, 7);
        await BothShouldBeApplied();
    }

    /// <summary>Runs statements while the database has no connections.</summary>
    private async Task WithoutConnections(string database, params string[] statements)
    {
        await server.Execute($"alter database {database} allow_connections false");
        await server.Execute($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}'");
        foreach (var statement in statements)
            await Eventually.Passes(() => server.Execute(statement));
        await server.Execute($"alter database {database} allow_connections true");
    }

    /// <summary>Asserts that the second account's event is not applied during several polls of the daemon.</summary>
    private async Task LaterEventShouldWait()
    {
        await ManyPollsPass();
        await Eventually.Passes(async () => (await _service.GetBalance(_second))!.Cents.ShouldBe(0));
    }

    /// <summary>Asserts that the position does not change during several polls of the daemon.</summary>
    private async Task PositionShouldStay(long at)
    {
        await ManyPollsPass();
        await Eventually.Passes(async () =>
            (
                await _service.Scalar<long>(
                    "select last_seq_id from accounts.mt_event_progression where name = 'balances:All'"
                )
            ).ShouldBe(at)
        );
    }

    private async Task ManyPollsPass()
    {
        for (var polls = 0; polls < ManyPolls; polls++)
        {
            var before = await LastPoll();
            await Eventually.Holds(async () => await LastPoll() > before);
        }
    }

    private async Task<DateTimeOffset> LastPoll() =>
        (await _service.Services.GetRequiredService<IProjectionCoordinator>().AllDaemonsAsync()).Max(daemon =>
            daemon.HighWaterLastPolledAt ?? DateTimeOffset.MinValue
        );

    private async Task BothShouldBeApplied()
    {
        await _service.WaitUntilCaughtUp();
        ((await _service.GetBalance(_first))!.Cents, (await _service.GetBalance(_second))!.Cents).ShouldBe((5, 7));
    }
}
