using JasperFx.Events;
using JasperFx.Events.Projections;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Testing;

namespace PeerNetwork.EventSourcing.Tests;

public sealed class SubscriptionTests : IAsyncLifetime
{
    /// <summary>The advisory lock of the shard in this database, whose session the server then ends.</summary>
    private const string EndLeader =
        "select count(pg_terminate_backend(pid)) from pg_locks where locktype = 'advisory' and granted "
        + "and database = (select oid from pg_database where datname = current_database())";

    private string _database = "";

    public async Task InitializeAsync() => _database = await Journal.PrepareFor(await TestServers.NewDatabase());

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_projection_follows_what_is_appended()
    {
        await using var bank = await Bank.Open();
        var id = await bank.OpenAccount("DE1");
        await bank.PayIn(id, 5);
        await bank.CaughtUp();
        var balance = (await bank.BalanceOf(id))!;
        (balance.Number, balance.Holder.Text, balance.Cents, balance.Version, balance.OpenedOn).ShouldBe(
            ("DE1", "Ada Lovelace", 5L, 2L, new DateOnly(2026, 11, 22))
        );
    }

    [Fact]
    public async Task Effects_and_position_commit_in_one_transaction()
    {
        await using var bank = await OpenWithJournal();
        await bank.OpenAccount();
        await Eventually.Holds(async () => await CountIn(bank) == 1);
        (
            await bank.Scalar<bool>(
                """
                select p.xmin = j.xmin and p.last_seq_id = j.sequence from bank.mt_event_progression p, public.journal j
                where p.name = 'journal:All'
                """
            )
        ).ShouldBeTrue();
    }

    [Fact]
    public async Task Many_events_come_in_batches_in_their_order()
    {
        await using var first = await Bank.Open(_database);
        var id = await first.OpenAccount();
        await using (var append = await OpenTransaction.Begin(first))
        {
            await append.Execute(
                $$"""
                insert into bank.mt_events (seq_id, id, stream_id, version, data, type, timestamp)
                select nextval('bank.mt_events_sequence'), gen_random_uuid(), '{{id}}', n,
                    '{"account":"{{id}}","cents":1}', 'money_paid_in', now() from generate_series(2, 2500) n;
                update bank.mt_streams set version = 2500
                """
            );
            await append.Commit();
        }

        var batches = new List<int>();
        await using var late = await OpenWithJournal(events =>
        {
            batches.Add(events.Count);
            return Task.CompletedTask;
        });
        await Eventually.Holds(async () => await CountIn(late) == 2500);
        batches.ShouldAllBe(count => count <= 500);
        await Journal.HoldsEveryEventOnceInOrder(late);
    }

    [Fact]
    public async Task An_append_wakes_the_daemon_of_the_same_process()
    {
        // Without the wake-up, this one would look once in ten minutes.
        await using var bank = await Bank.Open(afterSharedSettings: options =>
            options.Projections.SlowPollingTime = options.Projections.FastPollingTime = TimeSpan.FromMinutes(10)
        );
        for (var i = 0; i < 3; i++)
        {
            await bank.OpenAccount();
            await bank.CaughtUp();
        }
    }

    [Fact]
    public async Task One_replica_runs_a_shard_and_another_takes_over()
    {
        var first = await Bank.Open(_database);
        await first.OpenAccount();
        await first.CaughtUp();
        await using var second = await Bank.Open(_database);
        (await second.StatusOf("balances")).State.ShouldBe(ShardState.Standby);
        await first.DisposeAsync();
        await second.OpenAccount();
        await second.CaughtUp();
        (await second.StatusOf("balances")).State.ShouldBe(ShardState.Running);
    }

    [Fact]
    public async Task A_paused_leader_that_lost_its_lock_cannot_commit()
    {
        var (paused, resume) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var first = await OpenWithJournal(_ =>
        {
            paused.TrySetResult();
            return resume.Task;
        });
        await Eventually.Holds(async () => (await first.StatusOf("journal")).State == ShardState.Running);
        await using var second = await OpenWithJournal();
        await first.OpenAccount();
        await paused.Task;

        await Eventually.Holds(async () =>
        {
            // The first one may be faster to take it again.
            await second.Scalar<long>(EndLeader);
            return await CountIn(second) == 1;
        });
        resume.SetResult();
        for (var accounts = 2; accounts < 5; accounts++)
        {
            await second.OpenAccount();
            await Eventually.Holds(async () => await CountIn(second) == accounts);
        }

        await Journal.HoldsEveryEventOnceInOrder(second);
    }

    [Fact]
    public async Task Effects_for_a_position_that_was_moved_meanwhile_are_not_committed()
    {
        var (paused, resume) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var bank = await OpenWithJournal(_ =>
        {
            paused.TrySetResult();
            return resume.Task;
        });
        await bank.OpenAccount();
        await paused.Task;
        await bank.Scalar<object>(
            """
            insert into public.journal (event, stream, version, sequence)
                select id, stream_id, version, seq_id from bank.mt_events;
            insert into bank.mt_event_progression (name, last_seq_id) values ('journal:All', 1)
            on conflict (name) do update set last_seq_id = 1 returning 1
            """
        );
        resume.SetResult();
        await bank.OpenAccount();
        await Eventually.Holds(async () => await CountIn(bank) >= 2);
        await Journal.HoldsEveryEventOnceInOrder(bank);
    }

    /// <summary>Marten 9.58 would only write a warning here, and commit the effects.</summary>
    [Fact]
    public async Task Effects_of_a_shard_that_another_leader_moved_are_rolled_back()
    {
        await using var bank = await Bank.Open(
            _database,
            options => options.Projections.Add(new PaymentCounts(), ProjectionLifecycle.Async),
            services => services.AddSubscription<Journal>()
        );
        var id = await bank.OpenAccount();
        await bank.PayIn(id, 1);
        foreach (var shard in (string[])["payment_counts", "journal"])
            await Eventually.Holds(async () => (await bank.StatusOf(shard)).Position == 2);
        await using var leader = await OpenTransaction.Begin(bank);
        await leader.Execute(
            """
            update bank.mt_event_progression set last_seq_id = 3 where name in ('payment_counts:All', 'journal:All')
            """
        );
        await bank.PayIn(id, 1);
        await Eventually.Holds(async () =>
            await bank.Scalar<long>("select count(*) from pg_locks where not granted and locktype = 'transactionid'")
            >= 2
        );
        await leader.Commit();
        await bank.PayIn(id, 1);
        foreach (var shard in (string[])["payment_counts", "journal"])
            await Eventually.Holds(async () => (await bank.StatusOf(shard)).Position == 4);
        (await bank.Scalar<long>("select payments from payment_counts")).ShouldBe(2);
        (await bank.Scalar<string>("select string_agg(sequence::text, ' ' order by n) from public.journal")).ShouldBe(
            "1 2 4"
        );
    }

    [Fact]
    public async Task A_page_whose_turn_has_passed_does_not_reach_the_subscription()
    {
        var seen = new List<long>();
        var block = false;
        await using var bank = await OpenWithJournal(events =>
        {
            if (Volatile.Read(ref block))
                throw new InvalidTimeZoneException();
            seen.AddRange(events.Select(e => e.Sequence));
            return Task.CompletedTask;
        });
        await bank.OpenAccount();
        await Eventually.Holds(async () => await CountIn(bank) == 1);
        Volatile.Write(ref block, true);
        await bank.OpenAccount();
        await Eventually.Holds(async () => (await bank.StatusOf("journal")).State == ShardState.Stopped);
        await bank.Scalar<object>(
            "update bank.mt_event_progression set last_seq_id = 2 where name = 'journal:All' returning 1"
        );
        Volatile.Write(ref block, false);
        await bank.OpenAccount();
        await Eventually.Holds(async () => await CountIn(bank) == 2);
        seen.ShouldBe([1, 3]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_rewind_repeats_events_at_rest_and_from_any_replica(bool fromAnother)
    {
        await using var first = await OpenWithJournal();
        for (var i = 0; i < 3; i++)
            await first.OpenAccount();
        await Eventually.Holds(async () => await CountIn(first) == 3);
        await using var second = await OpenWithJournal();
        var replica = fromAnother ? second : first;
        var statuses = replica.Services.GetRequiredService<ShardStatuses>();
        (await statuses.Rewind("journal", 100, default)).ShouldBe(3, "it never moves forward");
        (await statuses.Rewind("journal", 1, default)).ShouldBe(1);
        await Eventually.Holds(async () => await CountIn(first) == 5);
        (await first.Scalar<string>("select string_agg(sequence::text, ' ' order by n) from public.journal")).ShouldBe(
            "1 2 3 2 3"
        );
        await second.OpenAccount();
        await Eventually.Holds(async () => await CountIn(first) == 6);
        (await statuses.Rewind("unknown", 0, default)).ShouldBe(0);
    }

    private static Task<long> CountIn(Bank bank) => bank.Scalar<long>("select count(*) from public.journal");

    private Task<Bank> OpenWithJournal(Func<IReadOnlyList<IEvent>, Task>? before = null) =>
        Bank.Open(
            _database,
            services: services => services.AddSingleton(new Journal(before)).AddSubscription<Journal>()
        );
}
