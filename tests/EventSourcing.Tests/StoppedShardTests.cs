using JasperFx.Events.Projections;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Testing;

namespace PeerNetwork.EventSourcing.Tests;

/// <summary>An event that cannot be handled stops the shards that handle it, visibly, until it can be.</summary>
public sealed class StoppedShardTests : IAsyncLifetime
{
    private Bank _bank = null!;
    private Guid _account;

    public async Task InitializeAsync()
    {
        _bank = await Bank.Open(store: options =>
            options.Projections.Add(new PaymentCounts(), ProjectionLifecycle.Async)
        );
        _account = await _bank.OpenAccount();
        await _bank.PayIn(_account, 1);
        await _bank.CaughtUp();
    }

    public async Task DisposeAsync() => await _bank.DisposeAsync();

    [Theory]
    [InlineData(Balances.Poison, "This amount cannot be applied.")]
    [InlineData(Balances.SqlPoison, "division by zero")]
    public async Task An_event_that_cannot_be_applied_stops_one_shard_which_goes_on_after_the_fix(
        long cents,
        string reason
    )
    {
        await _bank.PayIn(_account, cents);
        await _bank.PayIn(_account, 2);
        await Eventually.Passes(async () =>
        {
            var status = await _bank.StatusOf("balances");
            (status.State, status.Position, status.Lag).ShouldBe((ShardState.Stopped, 2, 2));
            status.Error.ShouldNotBeNull().ShouldContain(reason);
            status.BehindSince.ShouldNotBeNull();
            if (cents == Balances.Poison)
                status.Event.ShouldBe(await _bank.Scalar<Guid>("select id from bank.mt_events where seq_id = 3"));
        });
        await Eventually.Holds(async () =>
            await _bank.Scalar<long>("select coalesce(max(payments), 0) from payment_counts") == 3
        );
        (await _bank.StatusOf("payment_counts")).State.ShouldBe(ShardState.Running);
        (await _bank.BalanceOf(_account))!.Cents.ShouldBe(1);

        await _bank.Scalar<object>(
            "update bank.mt_events set data = jsonb_set(data, '{cents}', '4') where seq_id = 3 returning 1"
        );
        await _bank.CaughtUp();
        (await _bank.BalanceOf(_account))!.Cents.ShouldBe(7);
        await Eventually.Holds(async () =>
            await _bank.StatusOf("balances")
                is { State: ShardState.Running, Error: null, Event: null, Lag: 0, BehindSince: null }
        );
    }

    [Theory]
    [InlineData("set type = 'from_the_future', mt_dotnet_type = 'TheFuture, Far'", "TheFuture", false)]
    [InlineData("""set data = '{"cents": "many"}'""", "Int64", true)]
    public async Task An_event_that_cannot_be_read_stops_every_shard(string damage, string reason, bool isNamed)
    {
        await using (var append = await OpenTransaction.Begin(_bank))
        {
            for (var version = 2; version <= 3; version++)
                await append.PayIn(_account, version, version);
            await append.Execute($"update bank.mt_events {damage} where seq_id = 3");
            await append.Commit();
        }

        foreach (var shard in (string[])["balances", "payment_counts"])
            await Eventually.Passes(async () =>
            {
                var status = await _bank.StatusOf(shard);
                (status.State, status.Position, status.Lag).ShouldBe((ShardState.Stopped, 2, 2));
                status.Error.ShouldNotBeNull().ShouldContain(reason);
                if (isNamed)
                    status.Event.ShouldBe(await _bank.Scalar<Guid>("select id from bank.mt_events where seq_id = 3"));
            });
        await _bank.Scalar<object>(
            """
            update bank.mt_events set type = 'money_paid_in', data = '{"cents": 2}' where seq_id = 3 returning 1
            """
        );
        await _bank.CaughtUp();
        (await _bank.BalanceOf(_account))!.Cents.ShouldBe(6);
    }

    [Fact]
    public async Task A_shard_says_that_it_is_stopped_also_while_it_tries_again()
    {
        var (attempts, broken) = (0, true);
        await using var bank = await OpenWith(
            new Journal(_ =>
            {
                Interlocked.Increment(ref attempts);
                return Volatile.Read(ref broken)
                    ? throw new InvalidTimeZoneException("No such zone.")
                    : Task.CompletedTask;
            })
        );
        await bank.OpenAccount();
        await Eventually.Holds(async () => (await bank.StatusOf("journal")).State == ShardState.Stopped);
        for (var seen = Volatile.Read(ref attempts); Volatile.Read(ref attempts) < seen + 2; await Task.Yield())
        {
            var status = await bank.StatusOf("journal");
            (status.State, status.Error, status.Lag).ShouldBe((ShardState.Stopped, "No such zone.", 1));
        }

        Volatile.Write(ref broken, false);
        await Eventually.Holds(async () =>
            await bank.StatusOf("journal") is { State: ShardState.Running, Error: null, Event: null, Lag: 0 }
        );
        await Journal.HoldsEveryEventOnceInOrder(bank);
    }

    [Fact]
    public async Task A_subscription_that_was_cancelled_by_its_own_timeout_gets_the_page_again()
    {
        var attempts = 0;
        await using var bank = await OpenWith(
            new Journal(_ =>
                Interlocked.Increment(ref attempts) == 1 ? throw new TaskCanceledException() : Task.CompletedTask
            )
        );
        await bank.OpenAccount();
        await Eventually.Holds(async () => await bank.Scalar<long>("select count(*) from public.journal") == 1);
        await Journal.HoldsEveryEventOnceInOrder(bank);
    }

    private static async Task<Bank> OpenWith(Journal journal) =>
        await Bank.Open(
            await Journal.PrepareFor(await TestServers.NewDatabase()),
            services: services => services.AddSingleton(journal).AddSubscription<Journal>()
        );
}
