using Npgsql;
using PeerNetwork.Testing;

namespace PeerNetwork.EventStore.Tests;

public sealed class SubscriptionTests : IAsyncLifetime
{
    private Bank _bank = null!;

    public async Task InitializeAsync() => _bank = await Bank.Open();

    public async Task DisposeAsync() => await _bank.DisposeAsync();

    [Fact]
    public async Task A_projection_follows_what_is_appended()
    {
        var id = await _bank.OpenAccount("DE1");
        await _bank.PayIn(id, 5);
        await _bank.CaughtUp();
        var balance = (await _bank.BalanceOf(id))!;
        (balance.Number, balance.Holder, balance.Cents, balance.Version, balance.OpenedOn).ShouldBe(("DE1", "Ada Lovelace", 5L, 2L, new DateOnly(2026, 11, 22)));
    }

    [Fact]
    public async Task An_append_in_flight_holds_the_readers_back_and_is_not_lost()
    {
        var (slow, fast) = (await _bank.OpenAccount(), await _bank.OpenAccount());
        await _bank.CaughtUp();
        await using var connection = await _bank.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await AppendByHand(connection, slow, 1);
        await _bank.PayIn(fast, 10);
        // The faster append is visible, and must wait for the slower one, which has the lower number.
        await Eventually.Holds(() => Task.FromResult(_bank.StatusOf("balances").State == SubscriptionState.Running));
        for (var looks = 0; looks < 10; looks++) (await _bank.BalanceOf(fast))!.Cents.ShouldBe(0);
        await transaction.CommitAsync();
        await _bank.CaughtUp();
        ((await _bank.BalanceOf(slow))!.Cents, (await _bank.BalanceOf(fast))!.Cents).ShouldBe((1, 10));
    }

    [Fact]
    public async Task A_gap_left_by_a_rollback_is_passed()
    {
        var (doomed, other) = (await _bank.OpenAccount(), await _bank.OpenAccount());
        await using var connection = await _bank.Database.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await AppendByHand(connection, doomed, 1);
            await transaction.RollbackAsync();
        }

        await _bank.PayIn(other, 10);
        await _bank.CaughtUp();
        (await _bank.BalanceOf(other))!.Cents.ShouldBe(10);
    }

    [Fact]
    public async Task An_event_that_cannot_be_applied_stops_one_subscription_visibly_and_after_the_fix_it_goes_on()
    {
        await using var bank = await Bank.Open(more: store => store.Async<PaymentCounts>());
        var id = await bank.OpenAccount();
        await bank.PayIn(id, 1);
        await bank.PayIn(id, Balances.Poison);
        await bank.PayIn(id, 2);
        await Eventually.Holds(() => Task.FromResult(bank.StatusOf("balances") is { State: SubscriptionState.Stopped, Error: not null, Event: not null }));
        await Eventually.Holds(async () => await bank.Scalar<long>("select coalesce(max(payments), 0) from payment_counts") == 3);
        var status = bank.StatusOf("balances");
        status.Event.ShouldBe(await bank.Scalar<Guid>("select id from bank.mt_events where version = 3"));
        status.Error.ShouldNotBeNull().ShouldContain("division by zero");
        (await bank.BalanceOf(id))!.Cents.ShouldBe(1, "what came before the poisoned event is applied");

        await bank.Scalar<object>("update bank.mt_events set data = jsonb_set(data, '{cents}', '4') where version = 3 returning 1");
        await bank.CaughtUp();
        (await bank.BalanceOf(id))!.Cents.ShouldBe(7);
        bank.StatusOf("balances").State.ShouldBe(SubscriptionState.Running);
    }

    [Fact]
    public async Task One_replica_runs_a_subscription_and_another_takes_over()
    {
        var id = await _bank.OpenAccount();
        await _bank.CaughtUp();
        await using var second = await Bank.Open(_bank.ConnectionString);
        await Eventually.Holds(() => Task.FromResult(second.StatusOf("balances").State == SubscriptionState.Standby));
        await _bank.DisposeAsync();
        await second.PayIn(id, 3);
        await second.CaughtUp();
        second.StatusOf("balances").State.ShouldBe(SubscriptionState.Running);
        _bank = await Bank.Open(second.ConnectionString);
    }

    [Fact]
    public async Task Whatever_slow_failing_and_killed_writers_do_every_committed_event_is_applied_once_and_in_order()
    {
        const int seed = 20261122;
        await _bank.Scalar<object>("""
            create function dawdle() returns trigger language plpgsql as $$ begin if new.seq_id % 5 = 0 then perform pg_sleep(0.02); end if; return null; end $$;
            create constraint trigger dawdle after insert on bank.mt_events deferrable initially deferred for each row execute function dawdle();
            select 1
            """);
        var accounts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _bank.OpenAccount()));
        var acknowledged = new long[accounts.Length];
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async writer =>
        {
            var random = new Random(seed + writer);
            for (var i = 0; i < 30; i++)
            {
                var account = random.Next(accounts.Length);
                try
                {
                    if (random.Next(6) == 0) await AbandonAnAppend(accounts[account], kill: random.Next(2) == 0);
                    await _bank.PayIn(accounts[account], 1);
                    Interlocked.Increment(ref acknowledged[account]);
                }
                catch (Exception e) when (e is VersionConflictException or NpgsqlException)
                {
                    // Not acknowledged.
                }
            }
        }));
        await _bank.CaughtUp();
        for (var i = 0; i < accounts.Length; i++)
            (await _bank.BalanceOf(accounts[i]))!.Cents.ShouldBe(acknowledged[i], $"seed {seed}, account {i}");
    }

    private async Task AbandonAnAppend(Guid account, bool kill)
    {
        await using var connection = await _bank.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var version = await new NpgsqlCommand($"select version from bank.mt_streams where id = '{account}'", connection).ExecuteScalarAsync() as long? ?? 0;
        await AppendByHand(connection, account, version);
        if (kill) await _bank.Scalar<bool>($"select pg_terminate_backend({connection.ProcessID})");
        else await transaction.RollbackAsync();
    }

    private static async Task AppendByHand(NpgsqlConnection connection, Guid account, long expected)
    {
        await using var command = new NpgsqlCommand(
            $$"""
            select bank.append_events(array['{{account}}'::uuid], array['account'], array[{{expected}}::bigint], array[{{expected + 1}}::bigint],
                array[gen_random_uuid()], array['{{account}}'::uuid], array[{{expected + 1}}::bigint],
                array['{"account":"{{account}}","cents":1}'::jsonb], array['money_paid_in'], array['x'], array[now()], array[null::text], array[null::text], array['{}'::jsonb])
            """, connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>A second projection of the same events.</summary>
public sealed class PaymentCounts : IProjection
{
    public string Name => "payment_counts";

    public string Schema => "create table payment_counts (id uuid primary key, payments bigint not null)";

    public void Apply(StoredEvent e, SqlBatch sql)
    {
        if (e.Data is MoneyPaidIn)
            sql.Add($"insert into payment_counts as c (id, payments) values ({e.Stream}, 1) on conflict (id) do update set payments = c.payments + 1");
    }
}
