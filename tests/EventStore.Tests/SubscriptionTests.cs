using Microsoft.Extensions.DependencyInjection;
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
        (balance.Number, balance.Holder, balance.Cents, balance.Version, balance.OpenedOn).ShouldBe(
            ("DE1", "Ada Lovelace", 5L, 2L, new DateOnly(2026, 11, 22))
        );
    }

    [Fact]
    public async Task An_event_that_cannot_be_applied_stops_one_subscription_visibly_and_after_the_fix_it_goes_on()
    {
        await using var bank = await Bank.Open(more: store => store.Async<PaymentCounts>());
        var id = await bank.OpenAccount();
        await bank.PayIn(id, 1);
        await bank.PayIn(id, Balances.Poison);
        await bank.PayIn(id, 2);
        await Eventually.Holds(() =>
            Task.FromResult(
                bank.StatusOf("balances") is { State: SubscriptionState.Stopped, Error: not null, Event: not null }
            )
        );
        await Eventually.Holds(async () =>
            await bank.Scalar<long>("select coalesce(max(payments), 0) from payment_counts") == 3
        );
        var status = bank.StatusOf("balances");
        status.Event.ShouldBe(await bank.Scalar<Guid>("select id from bank.mt_events where version = 3"));
        status.Error.ShouldNotBeNull().ShouldContain("division by zero");
        (await bank.BalanceOf(id))!.Cents.ShouldBe(1, "what came before the poisoned event is applied");

        await bank.Scalar<object>(
            "update bank.mt_events set data = jsonb_set(data, '{cents}', '4') where version = 3 returning 1"
        );
        await bank.CaughtUp();
        (await bank.BalanceOf(id))!.Cents.ShouldBe(7);
        await Eventually.Holds(
            () => Task.FromResult(bank.StatusOf("balances").State == SubscriptionState.Running),
            "the status to follow the commit"
        );
    }

    [Fact]
    public async Task One_that_stands_before_an_event_says_so_until_it_is_past_it()
    {
        var (attempts, broken) = (0, true);
        await using var bank = await WithJournal(_ =>
        {
            Interlocked.Increment(ref attempts);
            return Volatile.Read(ref broken) ? throw new InvalidTimeZoneException("No such zone.") : Task.CompletedTask;
        });
        await bank.OpenAccount();
        await Eventually.Holds(() => Task.FromResult(bank.StatusOf("journal").State == SubscriptionState.Stopped));
        for (var since = attempts; attempts < since + 2; await Task.Yield())
            bank.StatusOf("journal")
                .ShouldSatisfyAllConditions(
                    s => s.State.ShouldBe(SubscriptionState.Stopped),
                    s => s.Error.ShouldBe("No such zone."),
                    s => s.Lag.ShouldBe(1)
                );
        Volatile.Write(ref broken, false);
        await Eventually.Holds(() =>
            Task.FromResult(
                bank.StatusOf("journal") is { State: SubscriptionState.Running, Error: null, Event: null, Lag: 0 }
            )
        );
        await Journal.HoldsEveryEventOnceInOrder(bank);
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_is_named_and_what_came_before_it_is_applied()
    {
        var id = await _bank.OpenAccount();
        await _bank.CaughtUp();
        await using (var writer = await Writer.Begin(_bank))
        {
            for (var version = 1; version <= 3; version++)
                await writer.PayIn(id, version, version);
            await writer.Execute("update bank.mt_events set type = 'from_the_future' where version = 3");
            await writer.Commit();
        }

        var unreadable = await _bank.Scalar<Guid>("select id from bank.mt_events where version = 3");
        await Eventually.Holds(() =>
            Task.FromResult(
                _bank.StatusOf("balances") is { State: SubscriptionState.Stopped, Position: 2 } s
                    && s.Event == unreadable
            )
        );
        _bank.StatusOf("balances").Error.ShouldNotBeNull().ShouldContain("'from_the_future'");
        (await _bank.BalanceOf(id))!.Cents.ShouldBe(1);

        await _bank.Scalar<object>("update bank.mt_events set type = 'money_paid_in' where version = 3 returning 1");
        await _bank.CaughtUp();
        (await _bank.BalanceOf(id))!.Cents.ShouldBe(6);
    }

    [Fact]
    public async Task Effects_and_position_commit_in_one_transaction()
    {
        await using var bank = await WithJournal();
        await bank.OpenAccount();
        await Eventually.Holds(async () => await bank.Scalar<long>("select count(*) from journal") == 1);
        (
            await bank.Scalar<bool>(
                "select p.xmin = j.xmin and p.last_seq_id = j.sequence from bank.mt_event_progression p, journal j where p.name = 'journal'"
            )
        ).ShouldBeTrue();
    }

    [Fact]
    public async Task Events_come_in_batches_of_up_to_a_thousand()
    {
        var id = await _bank.OpenAccount();
        await using (var writer = await Writer.Begin(_bank))
        {
            await writer.Execute(
                $$"""
                insert into bank.mt_events (seq_id, id, stream_id, version, data, type, timestamp)
                select nextval('bank.mt_events_sequence'), gen_random_uuid(), '{{id}}', n, '{"account":"{{id}}","cents":1}', 'money_paid_in', now() from generate_series(2, 2500) n;
                update bank.mt_streams set version = 2500
                """
            );
            await writer.Commit();
        }

        var batches = new List<int>();
        await _bank.Scalar<object>(
            "create table journal (n bigint generated always as identity, event uuid, stream uuid, version bigint, sequence bigint); select 1"
        );
        await using var late = await Bank.Open(
            _bank.ConnectionString,
            store =>
                store.Services.AddSubscription(_ => new Journal(events =>
                {
                    batches.Add(events.Count);
                    return Task.CompletedTask;
                }))
        );
        await Eventually.Holds(async () => await late.Scalar<long>("select count(*) from journal") == 2500);
        batches.ShouldBe([1000, 1000, 500]);
        await Journal.HoldsEveryEventOnceInOrder(late);
    }

    [Fact]
    public async Task An_append_on_one_replica_wakes_the_subscriptions_of_another()
    {
        await using var other = await Bank.Open(_bank.ConnectionString);
        var calls = other.Services.GetRequiredService<WakeUp>();
        await Eventually.Holds(async () =>
            await other.Scalar<bool>(
                "select exists (select from pg_stat_activity where datname = current_database() and query ilike 'listen%')"
            )
        );
        for (var i = 0; i < 3; i++)
        {
            var call = calls.Next;
            await _bank.OpenAccount();
            await call.WaitAsync(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task A_paused_replica_that_wakes_up_after_another_took_over_cannot_commit()
    {
        var (paused, resume) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var first = await WithJournal(_ =>
        {
            paused.TrySetResult();
            return resume.Task;
        });
        await Eventually.Holds(() => Task.FromResult(first.StatusOf("journal").State == SubscriptionState.Running));
        await using var second = await Bank.Open(
            first.ConnectionString,
            store => store.Services.AddSubscription(_ => new Journal())
        );
        await first.OpenAccount();
        await paused.Task;

        // The server ends the session, and with it the lock, while its owner sleeps.
        await second.Scalar<bool>(
            """
            select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())
            and ((classid::bigint << 32) | objid::bigint) = hashtextextended('bank/journal', 0)
            """
        );
        await Eventually.Holds(async () => await second.Scalar<long>("select count(*) from journal") == 1);
        resume.SetResult();
        await Eventually.Holds(() => Task.FromResult(first.StatusOf("journal").State == SubscriptionState.Standby));
        await second.OpenAccount();
        await Eventually.Holds(async () => await second.Scalar<long>("select count(*) from journal") == 2);
        await Journal.HoldsEveryEventOnceInOrder(second);
    }

    [Fact]
    public async Task Effects_for_a_position_that_somebody_else_has_moved_are_not_committed()
    {
        var (paused, resume) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var bank = await WithJournal(_ =>
        {
            paused.TrySetResult();
            return resume.Task;
        });
        await bank.OpenAccount();
        await paused.Task;
        await bank.Scalar<object>(
            "insert into journal (event, stream, version, sequence) select id, stream_id, version, seq_id from bank.mt_events; select bank.move_position('journal', 0, 1)"
        );
        resume.SetResult();
        await bank.OpenAccount();
        await Eventually.Holds(async () =>
            await bank.Scalar<bool>("select exists (select from journal where sequence = 2)")
        );
        await Journal.HoldsEveryEventOnceInOrder(bank);
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

    private static async Task<Bank> WithJournal(Func<IReadOnlyList<StoredEvent>, Task>? before = null) =>
        await Bank.Open(
            await Journal.PrepareFor(await TestServers.NewDatabase()),
            store => store.Services.AddSubscription(_ => new Journal(before))
        );
}

/// <summary>A second projection of the same events.</summary>
public sealed class PaymentCounts : IProjection
{
    public string Name => "payment_counts";

    public string Schema => "create table payment_counts (id uuid primary key, payments bigint not null)";

    public void Apply(StoredEvent e, SqlBatch sql)
    {
        if (e.Data is MoneyPaidIn)
            sql.Add(
                $"insert into payment_counts as c (id, payments) values ({e.Stream}, 1) on conflict (id) do update set payments = c.payments + 1"
            );
    }
}
