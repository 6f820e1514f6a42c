using JasperFx.Events;
using JasperFx.Events.Projections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Testing;

namespace PeerNetwork.EventSourcing.Tests;

/// <summary>Money that was paid in is paid out an hour later.</summary>
public sealed class DeadlineTests
{
    private const long Refused = 13;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider _clock;
    private readonly Refund _refund;

    public DeadlineTests()
    {
        _clock = new(new(2027, 3, 1, 9, 0, 0, TimeSpan.Zero));
        _refund = new(_clock);
    }

    [Fact]
    public async Task A_deadline_is_reached_when_it_is_due_and_not_before()
    {
        await using var service = await Start();
        var account = await service.OpenAccount();
        await service.PayIn(account, 100);

        _clock.Advance(Hour - TimeSpan.FromSeconds(1));
        await service.Services.GetRequiredService<DeadlineWorker>().Run(default);
        (await service.Read(account))!.Cents.ShouldBe(100);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await PaidOut(service, account);
        var history = await service.InScope((events, _) => events.History(account, default));
        history.Count.ShouldBe(3);
        EventMetadata.Of(history[2]).CausationId.ShouldBe($"{history[1].Id}");
        (await Waiting(service)).ShouldBe(0);
    }

    [Fact]
    public async Task What_became_due_while_no_process_ran_is_reached_at_the_next_start()
    {
        var database = await TestServers.NewDatabase();
        Guid account;
        await using (var service = await Start(database))
        {
            account = await service.OpenAccount();
            await service.PayIn(account, 100);
        }

        _clock.Advance(TimeSpan.FromDays(3));
        await using var next = await Start(database);
        await PaidOut(next, account);
    }

    [Fact]
    public async Task A_deadline_that_was_cleared_or_moved_is_not_reached()
    {
        await using var service = await Start();
        var (cleared, moved) = (await service.OpenAccount(), await service.OpenAccount());
        await service.PayIn(cleared, 100);
        await service.PayIn(cleared, -40);
        await service.PayIn(moved, 100);
        _clock.Advance(Hour / 2);
        await service.PayIn(moved, 7);

        _clock.Advance(Hour / 2);
        await service.Services.GetRequiredService<DeadlineWorker>().Run(default);
        (await service.Read(cleared))!.Cents.ShouldBe(60);
        (await service.Read(moved))!.Cents.ShouldBe(107);

        _clock.Advance(Hour / 2);
        await PaidOut(service, moved);
    }

    [Fact]
    public async Task Replicas_reach_each_deadline_once()
    {
        var database = await TestServers.NewDatabase();
        await using var first = await Start(database);
        await using var second = await Start(database);
        var accounts = new List<Guid>();
        for (var i = 0; i < 150; i++)
        {
            accounts.Add(await first.OpenAccount());
            await first.PayIn(accounts[^1], 100);
        }

        _clock.Advance(Hour);
        await Task.WhenAll(
            new[] { first, second }.Select(s => s.Services.GetRequiredService<DeadlineWorker>().Run(default))
        );

        foreach (var account in accounts)
            await PaidOut(first, account);
        (await first.Scalar<long>("select count(*) from accounts.mt_events")).ShouldBe(3 * accounts.Count);
    }

    [Fact]
    public async Task A_deadline_that_fails_stops_no_other_and_is_tried_again_after_a_minute()
    {
        await using var service = await Start();
        var (failing, other) = (await service.OpenAccount(), await service.OpenAccount());
        await service.PayIn(failing, Refused);
        await service.PayIn(other, 100);

        _clock.Advance(Hour);
        await PaidOut(service, other);
        (await service.Read(failing))!.Cents.ShouldBe(Refused);

        _refund.Refuses = false;
        await service.Services.GetRequiredService<DeadlineWorker>().Run(default);
        (await service.Read(failing))!.Cents.ShouldBe(Refused);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await PaidOut(service, failing);
    }

    private static Task PaidOut(AccountsService service, Guid account) =>
        Eventually.Passes(async () => (await service.Read(account))!.Cents.ShouldBe(0));

    private static Task<long> Waiting(AccountsService service) =>
        service.Scalar<long>("select count(*) from deadlines");

    private Task<AccountsService> Start(string? database = null) =>
        AccountsService.Start(
            database,
            store => store.Projections.Add(new Refunds(_refund), ProjectionLifecycle.Inline),
            services => services.AddSingleton<TimeProvider>(_clock)
        );

    private sealed class Refunds(Refund refund) : DeadlinesProjection(refund);

    private sealed class Refund(TimeProvider clock) : DeadlineRule("refund")
    {
        public bool Refuses { get; set; } = true;

        public override IEnumerable<DeadlineChange> Changes(IEvent e)
        {
            if (e.Data is MoneyPaidIn paid)
                yield return new(paid.Account.Value, e.StreamId, paid.Cents > 0 ? clock.GetUtcNow() + Hour : null);
        }

        public override async Task Reach(Deadline deadline, StreamWrites writes, DateTimeOffset now)
        {
            var account = await writes.Fetch<Account, AccountEvent>(deadline.Stream, Account.Evolve);
            if (account is { Cents: Refused } && Refuses)
                throw new InvalidOperationException("No refund today.");
            writes.Append<Account, AccountEvent>(deadline.Stream, new MoneyPaidIn(account!.Id, -account.Cents));
        }
    }
}
