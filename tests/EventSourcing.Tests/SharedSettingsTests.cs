using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Testing;

namespace PeerNetwork.EventSourcing.Tests;

/// <summary>Each setting that prevents skipped events: its value, and what happens without it.</summary>
[Collection(nameof(PostgresCollection))]
public sealed class SharedSettingsTests(PostgresFixture server)
{
    [Fact]
    public async Task The_store_has_the_settings_under_which_no_event_is_skipped()
    {
        await using var service = await AccountsService.Start(await server.NewDatabase());
        var options = ((DocumentStore)service.Services.GetRequiredService<IDocumentStore>()).Options;
        options.Events.AppendMode.ShouldBe(EventAppendMode.QuickWithServerTimestamps);
        options.Events.UseExclusiveLockOnConcurrentAppends.ShouldBeTrue();
        options.Events.UseMonitoredAdvisoryLock.ShouldBeTrue();
        options.Projections.UseTransactionEvidenceForGapSkipping.ShouldBeTrue();
        options.Projections.SkipStaleGapsDespiteLiveTransactionsAfter.ShouldBeNull();
        foreach (var errors in new[] { options.Projections.Errors, options.Projections.RebuildErrors })
            (errors.SkipApplyErrors, errors.SkipSerializationErrors, errors.SkipUnknownEvents).ShouldBe(
                (false, false, false)
            );
    }

    [Fact]
    public async Task Without_transaction_evidence_the_daemon_waits_for_an_append_and_so_do_later_ones()
    {
        await using var service = await AccountsService.Start(
            await server.NewDatabase(),
            afterSharedSettings: options => options.Projections.UseTransactionEvidenceForGapSkipping = false
        );
        var (first, second) = (await service.OpenAccount(), await service.OpenAccount());
        await service.WaitUntilCaughtUp();
        await using var slow = await OpenTransaction.Begin(service);
        await slow.PayIn(first, 1, 5);
        await service.PayIn(second, 7);
        await Eventually.Holds(() =>
            service.Scalar<bool>(
                """
                select exists (
                    select from pg_locks
                    where relation = 'accounts.mt_streams'::regclass and mode = 'ShareLock' and not granted)
                """
            )
        );
        (await service.GetBalance(second))!.Cents.ShouldBe(0);
        await slow.Commit();
        await service.WaitUntilCaughtUp();
        (await service.GetBalance(first))!.Cents.ShouldBe(5);
        (await service.GetBalance(second))!.Cents.ShouldBe(7);
    }

    [Theory]
    [InlineData(EventAppendMode.Rich, 0)]
    [InlineData(EventAppendMode.QuickWithServerTimestamps, 5)]
    public async Task The_rich_append_mode_loses_events_of_a_slow_inline_projection(EventAppendMode mode, long cents)
    {
        var slow = new SlowInlineProjection();
        await using var service = await AccountsService.Start(
            await server.NewDatabase(),
            options => options.Projections.Add(slow, ProjectionLifecycle.Inline),
            afterSharedSettings: options => options.Events.AppendMode = mode
        );
        var (first, second) = (await service.OpenAccount(), await service.OpenAccount());
        await service.WaitUntilCaughtUp();
        var payment = Task.Run(() => service.PayIn(first, SlowInlineProjection.SlowAmount));
        await slow.Entered.Task;
        await service.PayIn(second, 7);
        await Eventually.Holds(async () => (await service.GetBalance(second))!.Cents == 7);
        slow.Release.Set();
        await payment;
        await service.PayIn(second, 1);
        await Eventually.Holds(async () => (await service.GetBalance(second))!.Cents == 8);
        (await service.GetBalance(first))!.Cents.ShouldBe(cents);
    }

    [Fact]
    public Task With_SkipApplyErrors_an_event_is_skipped() =>
        ShouldBeSkipped(options => options.Projections.Errors.SkipApplyErrors = true, Balances.Poison, damage: null);

    [Fact]
    public Task With_SkipSerializationErrors_an_event_is_skipped() =>
        ShouldBeSkipped(
            options => options.Projections.Errors.SkipSerializationErrors = true,
            cents: 1,
            """set data = '{"cents": "many"}'"""
        );

    [Fact]
    public Task With_SkipUnknownEvents_an_event_is_skipped() =>
        ShouldBeSkipped(
            options => options.Projections.Errors.SkipUnknownEvents = true,
            cents: 1,
            "set type = 'from_the_future', mt_dotnet_type = 'TheFuture, Far'"
        );

    private async Task ShouldBeSkipped(Action<StoreOptions> change, long cents, string? damage)
    {
        await using var service = await AccountsService.Start(await server.NewDatabase(), afterSharedSettings: change);
        var (first, second) = (await service.OpenAccount(), await service.OpenAccount());
        await service.WaitUntilCaughtUp();
        await using (var append = await OpenTransaction.Begin(service))
        {
            await append.PayIn(first, 1, cents);
            if (damage is not null)
                await append.Execute($"update accounts.mt_events {damage} where version = 2");
            await append.Commit();
        }

        await service.PayIn(second, 7);
        await Eventually.Holds(async () => (await service.GetBalance(second))!.Cents == 7);
        (await service.GetBalance(first))!.Version.ShouldBe(1);
        (await service.GetStatus("balances")).State.ShouldBe(ShardState.Running);
    }

    /// <summary>An inline projection that blocks at one payment, within the append.</summary>
    private sealed class SlowInlineProjection() : TableProjection("slow_inline")
    {
        public const long SlowAmount = 5;

        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ManualResetEventSlim Release { get; } = new();

        protected override void Apply(IEvent e, IDocumentOperations operations)
        {
            if (e.Data is not MoneyPaidIn { Cents: SlowAmount })
                return;
            Entered.TrySetResult();
            Release.Wait(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        }
    }
}
