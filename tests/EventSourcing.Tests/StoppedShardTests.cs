using JasperFx.Events.Projections;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Testing;

namespace PeerNetwork.EventSourcing.Tests;

/// <summary>An event that cannot be handled stops its shards until it can be handled.</summary>
public sealed class StoppedShardTests : IAsyncLifetime
{
    private AccountsService _service = null!;
    private Guid _account;

    public async Task InitializeAsync()
    {
        _service = await AccountsService.Start(store: options =>
            options.Projections.Add(new PaymentCounts(), ProjectionLifecycle.Async)
        );
        _account = await _service.OpenAccount();
        await _service.PayIn(_account, 1);
        await _service.WaitUntilCaughtUp();
    }

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [InlineData(Balances.Poison, "This amount cannot be applied.")]
    [InlineData(Balances.SqlPoison, "division by zero")]
    public async Task An_event_that_cannot_be_applied_stops_one_shard_which_continues_after_the_fix(
        long cents,
        string reason
    )
    {
        await _service.PayIn(_account, cents);
        await _service.PayIn(_account, 2);
        await Eventually.Passes(async () =>
        {
            var status = await _service.GetStatus("balances");
            (status.State, status.Position, status.Lag).ShouldBe((ShardState.Stopped, 2, 2));
            status.Error.ShouldNotBeNull().ShouldContain(reason);
            status.BehindSince.ShouldNotBeNull();
            if (cents == Balances.Poison)
                status.Event.ShouldBe(
                    await _service.Scalar<Guid>("select id from accounts.mt_events where seq_id = 3")
                );
        });
        await Eventually.Holds(async () =>
            await _service.Scalar<long>("select coalesce(max(payments), 0) from payment_counts") == 3
        );
        (await _service.GetStatus("payment_counts")).State.ShouldBe(ShardState.Running);
        (await _service.GetBalance(_account))!.Cents.ShouldBe(1);

        await _service.Scalar<object>(
            "update accounts.mt_events set data = jsonb_set(data, '{cents}', '4') where seq_id = 3 returning 1"
        );
        await _service.WaitUntilCaughtUp();
        (await _service.GetBalance(_account))!.Cents.ShouldBe(7);
        await Eventually.Holds(async () =>
            await _service.GetStatus("balances")
                is { State: ShardState.Running, Error: null, Event: null, Lag: 0, BehindSince: null }
        );
    }

    [Theory]
    [InlineData("set type = 'from_the_future', mt_dotnet_type = 'TheFuture, Far'", "TheFuture", false)]
    [InlineData("""set data = '{"cents": "many"}'""", "Int64", true)]
    public async Task An_event_that_cannot_be_read_stops_every_shard(string damage, string reason, bool isNamed)
    {
        await using (var append = await OpenTransaction.Begin(_service))
        {
            for (var version = 2; version <= 3; version++)
                await append.PayIn(_account, version, version);
            await append.Execute($"update accounts.mt_events {damage} where seq_id = 3");
            await append.Commit();
        }

        foreach (var shard in (string[])["balances", "payment_counts"])
            await Eventually.Passes(async () =>
            {
                var status = await _service.GetStatus(shard);
                (status.State, status.Position, status.Lag).ShouldBe((ShardState.Stopped, 2, 2));
                status.Error.ShouldNotBeNull().ShouldContain(reason);
                if (isNamed)
                    status.Event.ShouldBe(
                        await _service.Scalar<Guid>("select id from accounts.mt_events where seq_id = 3")
                    );
            });
        await _service.Scalar<object>(
            """
            update accounts.mt_events set type = 'money_paid_in', data = '{"cents": 2}' where seq_id = 3 returning 1
            """
        );
        await _service.WaitUntilCaughtUp();
        (await _service.GetBalance(_account))!.Cents.ShouldBe(6);
    }

    [Fact]
    public async Task A_shard_is_reported_as_stopped_while_it_retries()
    {
        var (attempts, broken) = (0, true);
        await using var service = await StartWith(
            new EventRecorder(_ =>
            {
                Interlocked.Increment(ref attempts);
                return Volatile.Read(ref broken)
                    ? throw new InvalidTimeZoneException("No such zone.")
                    : Task.CompletedTask;
            })
        );
        await service.OpenAccount();
        await Eventually.Holds(async () => (await service.GetStatus("recorder")).State == ShardState.Stopped);
        for (var seen = Volatile.Read(ref attempts); Volatile.Read(ref attempts) < seen + 2; await Task.Yield())
        {
            var status = await service.GetStatus("recorder");
            (status.State, status.Error, status.Lag).ShouldBe((ShardState.Stopped, "No such zone.", 1));
        }

        Volatile.Write(ref broken, false);
        await Eventually.Holds(async () =>
            await service.GetStatus("recorder") is { State: ShardState.Running, Error: null, Event: null, Lag: 0 }
        );
        await EventRecorder.ShouldHoldEveryEventOnceInOrder(service);
    }

    [Fact]
    public async Task A_subscription_cancelled_by_its_own_timeout_gets_the_page_again()
    {
        var attempts = 0;
        await using var service = await StartWith(
            new EventRecorder(_ =>
                Interlocked.Increment(ref attempts) == 1 ? throw new TaskCanceledException() : Task.CompletedTask
            )
        );
        await service.OpenAccount();
        await Eventually.Holds(async () =>
            await service.Scalar<long>("select count(*) from public.recorded_events") == 1
        );
        await EventRecorder.ShouldHoldEveryEventOnceInOrder(service);
    }

    private static async Task<AccountsService> StartWith(EventRecorder recorder) =>
        await AccountsService.Start(
            await EventRecorder.CreateTable(await TestServers.NewDatabase()),
            services: services => services.AddSingleton(recorder).AddSubscription<EventRecorder>()
        );
}
