using JasperFx.Events;
using JasperFx.Events.Projections;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Testing;

namespace PeerNetwork.EventSourcing.Tests;

public sealed class SubscriptionTests : IAsyncLifetime
{
    /// <summary>Ends the sessions that hold the advisory locks of shards in this database.</summary>
    private const string TerminateLeader =
        "select count(pg_terminate_backend(pid)) from pg_locks where locktype = 'advisory' and granted "
        + "and database = (select oid from pg_database where datname = current_database())";

    private string _database = "";

    public async Task InitializeAsync() => _database = await EventRecorder.CreateTable(await TestServers.NewDatabase());

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_projection_applies_appended_events()
    {
        await using var service = await AccountsService.Start();
        var id = await service.OpenAccount("DE1");
        await service.PayIn(id, 5);
        await service.WaitUntilCaughtUp();
        var balance = (await service.GetBalance(id))!;
        (balance.Number, balance.Holder.Text, balance.Cents, balance.Version, balance.OpenedOn).ShouldBe(
            ("DE1", "Ada Lovelace", 5L, 2L, new DateOnly(2026, 11, 22))
        );
    }

    [Fact]
    public async Task Effects_and_position_commit_in_one_transaction()
    {
        await using var service = await StartWithRecorder();
        await service.OpenAccount();
        await Eventually.Holds(async () => await CountRecordedEvents(service) == 1);
        (
            await service.Scalar<bool>(
                """
                select p.xmin = j.xmin and p.last_seq_id = j.sequence
                from accounts.mt_event_progression p, public.recorded_events j
                where p.name = 'recorder:All'
                """
            )
        ).ShouldBeTrue();
    }

    [Fact]
    public async Task Many_events_are_delivered_in_batches_in_order()
    {
        await using var first = await AccountsService.Start(_database);
        var id = await first.OpenAccount();
        await using (var append = await OpenTransaction.Begin(first))
        {
            await append.Execute(
                $$"""
                insert into accounts.mt_events (seq_id, id, stream_id, version, data, type, timestamp)
                select nextval('accounts.mt_events_sequence'), gen_random_uuid(), '{{id}}', n,
                    '{"account":"{{id}}","cents":1}', 'money_paid_in', now() from generate_series(2, 2500) n;
                update accounts.mt_streams set version = 2500
                """
            );
            await append.Commit();
        }

        var batches = new List<int>();
        await using var late = await StartWithRecorder(events =>
        {
            batches.Add(events.Count);
            return Task.CompletedTask;
        });
        await Eventually.Holds(async () => await CountRecordedEvents(late) == 2500);
        batches.ShouldAllBe(count => count <= 500);
        await EventRecorder.ShouldHoldEveryEventOnceInOrder(late);
    }

    [Fact]
    public async Task An_append_wakes_the_daemon_of_the_same_process()
    {
        // Without the wake-up, this daemon would poll every ten minutes.
        await using var service = await AccountsService.Start(afterSharedSettings: options =>
            options.Projections.SlowPollingTime = options.Projections.FastPollingTime = TimeSpan.FromMinutes(10)
        );
        for (var i = 0; i < 3; i++)
        {
            await service.OpenAccount();
            await service.WaitUntilCaughtUp();
        }
    }

    [Fact]
    public async Task One_replica_runs_a_shard_and_another_takes_over()
    {
        var first = await AccountsService.Start(_database);
        await first.OpenAccount();
        await first.WaitUntilCaughtUp();
        await using var second = await AccountsService.Start(_database);
        (await second.GetStatus("balances")).State.ShouldBe(ShardState.Standby);
        await first.DisposeAsync();
        await second.OpenAccount();
        await second.WaitUntilCaughtUp();
        (await second.GetStatus("balances")).State.ShouldBe(ShardState.Running);
    }

    [Fact]
    public async Task A_paused_leader_that_lost_its_lock_cannot_commit()
    {
        var (paused, resume) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var first = await StartWithRecorder(_ =>
        {
            paused.TrySetResult();
            return resume.Task;
        });
        await Eventually.Holds(async () => (await first.GetStatus("recorder")).State == ShardState.Running);
        await using var second = await StartWithRecorder();
        await first.OpenAccount();
        await paused.Task;

        await Eventually.Holds(async () =>
        {
            // The first service may take the lock again before the second one.
            await second.Scalar<long>(TerminateLeader);
            return await CountRecordedEvents(second) == 1;
        });
        resume.SetResult();
        for (var accounts = 2; accounts < 5; accounts++)
        {
            await second.OpenAccount();
            await Eventually.Holds(async () => await CountRecordedEvents(second) == accounts);
        }

        await EventRecorder.ShouldHoldEveryEventOnceInOrder(second);
    }

    [Fact]
    public async Task Effects_are_not_committed_if_the_position_was_moved_meanwhile()
    {
        var (paused, resume) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var service = await StartWithRecorder(_ =>
        {
            paused.TrySetResult();
            return resume.Task;
        });
        await service.OpenAccount();
        await paused.Task;
        await service.Scalar<object>(
            """
            insert into public.recorded_events (event, stream, version, sequence)
                select id, stream_id, version, seq_id from accounts.mt_events;
            insert into accounts.mt_event_progression (name, last_seq_id) values ('recorder:All', 1)
            on conflict (name) do update set last_seq_id = 1 returning 1
            """
        );
        resume.SetResult();
        await service.OpenAccount();
        await Eventually.Holds(async () => await CountRecordedEvents(service) >= 2);
        await EventRecorder.ShouldHoldEveryEventOnceInOrder(service);
    }

    /// <summary>
    /// Without <c>RequirePositionOf</c>, Marten 9.58 only logs a warning here and commits the effects.
    /// </summary>
    [Fact]
    public async Task Effects_of_a_shard_that_another_leader_moved_are_rolled_back()
    {
        await using var service = await AccountsService.Start(
            _database,
            options => options.Projections.Add(new PaymentCounts(), ProjectionLifecycle.Async),
            services => services.AddSubscription<EventRecorder>()
        );
        var id = await service.OpenAccount();
        await service.PayIn(id, 1);
        foreach (var shard in (string[])["payment_counts", "recorder"])
            await Eventually.Holds(async () => (await service.GetStatus(shard)).Position == 2);
        await using var leader = await OpenTransaction.Begin(service);
        await leader.Execute(
            """
            update accounts.mt_event_progression set last_seq_id = 3
            where name in ('payment_counts:All', 'recorder:All')
            """
        );
        await service.PayIn(id, 1);
        await Eventually.Holds(async () =>
            await service.Scalar<long>("select count(*) from pg_locks where not granted and locktype = 'transactionid'")
            >= 2
        );
        await leader.Commit();
        await service.PayIn(id, 1);
        foreach (var shard in (string[])["payment_counts", "recorder"])
            await Eventually.Holds(async () => (await service.GetStatus(shard)).Position == 4);
        (await service.Scalar<long>("select payments from payment_counts")).ShouldBe(2);
        (
            await service.Scalar<string>(
                "select string_agg(sequence::text, ' ' order by n) from public.recorded_events"
            )
        ).ShouldBe("1 2 4");
    }

    [Fact]
    public async Task A_page_behind_the_stored_position_does_not_reach_the_subscription()
    {
        var seen = new List<long>();
        var block = false;
        await using var service = await StartWithRecorder(events =>
        {
            if (Volatile.Read(ref block))
                throw new InvalidTimeZoneException();
            seen.AddRange(events.Select(e => e.Sequence));
            return Task.CompletedTask;
        });
        await service.OpenAccount();
        await Eventually.Holds(async () => await CountRecordedEvents(service) == 1);
        Volatile.Write(ref block, true);
        await service.OpenAccount();
        await Eventually.Holds(async () => (await service.GetStatus("recorder")).State == ShardState.Stopped);
        await service.Scalar<object>(
            "update accounts.mt_event_progression set last_seq_id = 2 where name = 'recorder:All' returning 1"
        );
        Volatile.Write(ref block, false);
        await service.OpenAccount();
        await Eventually.Holds(async () => await CountRecordedEvents(service) == 2);
        seen.ShouldBe([1, 3]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_rewind_repeats_events_of_an_idle_shard_from_any_replica(bool fromAnother)
    {
        await using var first = await StartWithRecorder();
        for (var i = 0; i < 3; i++)
            await first.OpenAccount();
        await Eventually.Holds(async () => await CountRecordedEvents(first) == 3);
        await using var second = await StartWithRecorder();
        var replica = fromAnother ? second : first;
        var statuses = replica.Services.GetRequiredService<ShardStatuses>();
        (await statuses.Rewind("recorder", 100, default)).ShouldBe(3, "it never moves forward");
        (await statuses.Rewind("recorder", 1, default)).ShouldBe(1);
        await Eventually.Holds(async () => await CountRecordedEvents(first) == 5);
        (
            await first.Scalar<string>("select string_agg(sequence::text, ' ' order by n) from public.recorded_events")
        ).ShouldBe("1 2 3 2 3");
        await second.OpenAccount();
        await Eventually.Holds(async () => await CountRecordedEvents(first) == 6);
        (await statuses.Rewind("unknown", 0, default)).ShouldBe(0);
    }

    private static Task<long> CountRecordedEvents(AccountsService service) =>
        service.Scalar<long>("select count(*) from public.recorded_events");

    private Task<AccountsService> StartWithRecorder(Func<IReadOnlyList<IEvent>, Task>? before = null) =>
        AccountsService.Start(
            _database,
            services: services => services.AddSingleton(new EventRecorder(before)).AddSubscription<EventRecorder>()
        );
}
