using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PeerNetwork.Testing;

namespace PeerNetwork.EventStore.Tests;

/// <summary>Readers go by number and lose nothing: they stop at a number that may still come, and pass one that cannot.</summary>
[Collection(nameof(OwnServer))]
public sealed class SafeMarkTests(OwnPostgres server) : IAsyncLifetime
{
    private const int Often = 5;

    private Bank _bank = null!;
    private Guid _first,
        _second;

    public async Task InitializeAsync()
    {
        _bank = await Bank.Open(await server.NewDatabase());
        (_first, _second) = (await _bank.OpenAccount(), await _bank.OpenAccount());
        await _bank.CaughtUp();
    }

    public async Task DisposeAsync() => await _bank.DisposeAsync();

    [Fact]
    public async Task A_number_in_flight_is_waited_for_and_the_wait_shows_as_lag()
    {
        await using var slow = await Writer.Begin(_bank);
        await slow.PayIn(_first, 1, 5);
        await _bank.PayIn(_second, 7);
        await Eventually.Holds(() =>
            Task.FromResult(
                _bank.StatusOf("balances")
                    is { State: SubscriptionState.Running, Mark: 2, Lag: 2, BehindSince: not null }
            )
        );
        await MarkStays(2);
        (await _bank.BalanceOf(_second))!.Cents.ShouldBe(
            0,
            "the later number is visible, and must not be applied before the earlier one"
        );

        await slow.Commit();
        await BothAreApplied();
        await Eventually.Holds(() =>
            Task.FromResult(_bank.StatusOf("balances") is { Mark: 4, Lag: 0, BehindSince: null })
        );
    }

    [Fact]
    public async Task The_youngest_transaction_of_the_server_may_own_the_lower_number()
    {
        await using var older = await Writer.Begin(_bank);
        await older.Execute("select pg_current_xact_id()");
        await using var younger = await Writer.Begin(_bank);
        await younger.PayIn(_first, 1, 5);
        await older.PayIn(_second, 1, 7);
        await older.Commit();
        await MarkStays(2);
        await younger.Commit();
        await BothAreApplied();
    }

    [Fact]
    public async Task A_foreign_writer_may_draw_its_number_before_it_writes_anything()
    {
        await using var foreign = await Writer.Begin(_bank);
        await foreign.Execute("select nextval('bank.mt_events_sequence')");
        await _bank.PayIn(_second, 7);
        await MarkStays(2);
        await foreign.Execute(
            $$"""
            insert into bank.mt_events (seq_id, id, stream_id, version, data, type, timestamp)
            values (3, gen_random_uuid(), '{{_first}}', 2, '{"account":"{{_first}}","cents":5}', 'money_paid_in', now());
            update bank.mt_streams set version = 2 where id = '{{_first}}'
            """
        );
        await foreign.Commit();
        await BothAreApplied();
    }

    [Fact]
    public async Task A_number_that_was_rolled_back_or_never_used_costs_one_more_look()
    {
        await using (var doomed = await Writer.Begin(_bank))
        {
            await doomed.PayIn(_first, 1, 5);
            await doomed.RollBack();
        }

        await _bank.Scalar<long>("select nextval('bank.mt_events_sequence')");
        await _bank.PayIn(_second, 7);
        await using var connection = await _bank.Database.OpenConnectionAsync();
        (await NewMark().Advance(connection, default)).ShouldBe(5);
        await _bank.CaughtUp();
    }

    [Fact]
    public async Task A_long_transaction_that_draws_no_number_holds_nobody_up_in_this_database_or_another()
    {
        await using var elsewhere = await Writer.Begin(server.Address);
        await elsewhere.Execute("select pg_current_xact_id()");
        await using var here = await Writer.Begin(_bank);
        await here.Execute("select pg_current_xact_id(), last_value from bank.mt_events_sequence");
        await _bank.Scalar<long>("select nextval('bank.mt_events_sequence')");
        await _bank.PayIn(_second, 7);
        await _bank.CaughtUp();
        await elsewhere.RollBack();
        await here.RollBack();
    }

    [Fact]
    public async Task A_transaction_that_waits_prepared_is_waited_for_even_across_a_crash()
    {
        await server.Execute("alter system set max_prepared_transactions = 2");
        await server.Crash();
        await using (var slow = await Writer.Begin(_bank))
        {
            await slow.PayIn(_first, 1, 5);
            await slow.Execute($"prepare transaction '{_first}'");
        }

        await Eventually.Passes(() => _bank.PayIn(_second, 7));
        await MarkStays(2);
        await server.Crash();
        await MarkStays(2);
        await using (var decider = await Writer.Begin(_bank))
            await decider.Execute($"commit; commit prepared '{_first}'");
        await BothAreApplied();
    }

    [Fact]
    public async Task A_reader_that_starts_amid_a_gap_waits_like_the_one_before()
    {
        await using var slow = await Writer.Begin(_bank);
        await slow.PayIn(_first, 1, 5);
        await _bank.PayIn(_second, 7);
        await _bank.DisposeAsync();
        _bank = await Bank.Open(_bank.ConnectionString);
        await Eventually.Holds(() => Task.FromResult(_bank.StatusOf("balances") is { Mark: 2, Newest: 4 }));
        await slow.Commit();
        await BothAreApplied();
    }

    [Fact]
    public async Task A_mark_passes_more_gaps_than_it_sees_in_one_look()
    {
        const int events = 12_000;
        await using var writer = await Writer.Begin(_bank);
        // Every second number stays unused.
        await writer.Execute(
            $$"""
            insert into bank.mt_events (seq_id, id, stream_id, version, data, type, timestamp)
            select nextval('bank.mt_events_sequence') + 0 * nextval('bank.mt_events_sequence'), gen_random_uuid(), '{{_first}}', n,
                '{"account":"{{_first}}","cents":1}', 'money_paid_in', now() from generate_series(2, {{events}} + 1) n;
            update bank.mt_streams set version = {{events}} + 1 where id = '{{_first}}'
            """
        );
        await writer.Commit();
        await using var connection = await _bank.Database.OpenConnectionAsync();
        (await NewMark().Advance(connection, default)).ShouldBe((2 * events) + 1);
        await _bank.CaughtUp();
        (await _bank.BalanceOf(_first))!.Cents.ShouldBe(events);
    }

    [Fact]
    public async Task In_a_database_that_was_restored_from_a_backup_readers_go_on_from_what_it_holds()
    {
        var database = new NpgsqlConnectionStringBuilder(_bank.ConnectionString).Database!;
        await Alone(database, $"create database {database}_backup template {database}");
        for (var i = 0; i < Often; i++)
            await Eventually.Passes(() => _bank.PayIn(_second, 1));
        await _bank.CaughtUp();

        await Alone(database, $"drop database {database}", $"alter database {database}_backup rename to {database}");
        await Eventually.Passes(async () => (await _bank.Read(_second))!.Cents.ShouldBe(0));
        await _bank.PayIn(_first, 5);
        await _bank.PayIn(_second, 7);
        await BothAreApplied();
    }

    /// <summary>Runs statements while nobody is connected to the database.</summary>
    private async Task Alone(string database, params string[] statements)
    {
        await server.Execute($"alter database {database} allow_connections false");
        await server.Execute($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}'");
        foreach (var statement in statements)
            await Eventually.Passes(() => server.Execute(statement));
        await server.Execute($"alter database {database} allow_connections true");
    }

    private SafeMark NewMark() => new(_bank.Services.GetRequiredService<EventStoreDatabase>());

    /// <summary>However often it looks, for the first time or again.</summary>
    private async Task MarkStays(long at)
    {
        var mark = NewMark();
        await Eventually.Passes(async () =>
        {
            await using var connection = await _bank.Database.OpenConnectionAsync();
            for (var looks = 0; looks < Often; looks++)
                (await mark.Advance(connection, default)).ShouldBe(at);
        });
        _bank.StatusOf("balances").Position.ShouldBe(at);
    }

    private async Task BothAreApplied()
    {
        await _bank.CaughtUp();
        ((await _bank.BalanceOf(_first))!.Cents, (await _bank.BalanceOf(_second))!.Cents).ShouldBe((5, 7));
    }
}
