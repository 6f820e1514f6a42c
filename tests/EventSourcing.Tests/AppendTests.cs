using Microsoft.Extensions.DependencyInjection;

namespace PeerNetwork.EventSourcing.Tests;

public sealed class AppendTests : IAsyncLifetime
{
    private AccountsService _service = null!;

    public async Task InitializeAsync() => _service = await AccountsService.Start();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Appended_events_are_read_back_in_order()
    {
        var id = await _service.OpenAccount("DE1");
        (await _service.PayIn(id, 5)).ShouldBe(2);
        (await _service.PayIn(id, 7)).ShouldBe(3);
        (await _service.Read(id)).ShouldBe(
            new(new(id), "DE1", Currency.PoundSterling, "Ada Lovelace", new(2026, 11, 22), 12)
        );
        var history = await _service.InScope((events, _) => events.History(id, default));
        history
            .Select(e => (e.Version, e.EventTypeName))
            .ShouldBe([(1, "account_opened"), (2, "money_paid_in"), (3, "money_paid_in")]);
        history.Select(e => e.Sequence).ShouldBeInOrder(SortDirection.Ascending);
    }

    [Fact]
    public async Task A_stream_that_does_not_exist_is_null_and_an_empty_decision_leaves_no_stream()
    {
        var id = Guid.CreateVersion7();
        (await _service.Read(id)).ShouldBeNull();
        (
            await _service.Update(
                id,
                account =>
                {
                    account.ShouldBeNull();
                    return [];
                }
            )
        ).ShouldBe(0);
        (await _service.Scalar<long>("select count(*) from accounts.mt_streams")).ShouldBe(0);
    }

    [Fact]
    public async Task The_metadata_of_the_request_is_stored_with_its_events()
    {
        var id = Guid.CreateVersion7();
        var ada = Guid.CreateVersion7();
        var metadata = new EventMetadata(
            "ada",
            "grace",
            new(ada, "asked by phone"),
            "correlation",
            "causation",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        );
        var history = await _service.InScope(
            async (events, context) =>
            {
                context.Metadata = metadata;
                await events.Update<Account, AccountEvent>(
                    id,
                    Account.Evolve,
                    _ => [AccountsService.NewAccountOpened(id, "DE1")],
                    default
                );
                return await events.History(id, default);
            }
        );
        EventMetadata
            .Of(history.ShouldHaveSingleItem())
            .ShouldBe(metadata with { Reason = new(ada, null) }, "the reason is still encrypted");
        (await _service.Scalar<string>("select headers::text from accounts.mt_events")).ShouldNotContain("phone");
    }

    [Fact]
    public async Task Several_streams_change_together_or_not_at_all()
    {
        var (from, to, taken) = (
            await _service.OpenAccount(),
            await _service.OpenAccount(),
            await _service.OpenAccount("taken")
        );
        await _service.InScope((events, _) => Transfer(events, from, to, null));
        ((await _service.Read(from))!.Cents, (await _service.Read(to))!.Cents).ShouldBe((-10, 10));

        await Should.ThrowAsync<UniqueConflictException>(() =>
            _service.InScope((events, _) => Transfer(events, from, to, "taken"))
        );
        ((await _service.Read(from))!.Cents, (await _service.Read(to))!.Cents).ShouldBe((-10, 10));
        (await _service.Scalar<long>("select count(*) from accounts.mt_streams where version > 0")).ShouldBe(3);

        static async Task<int> Transfer(EventStreams events, Guid from, Guid to, string? alsoOpen)
        {
            await events.Update(
                async writes =>
                {
                    await writes.Fetch<Account, AccountEvent>(from, Account.Evolve);
                    await writes.Fetch<Account, AccountEvent>(to, Account.Evolve);
                    writes.Append<Account, AccountEvent>(from, new MoneyPaidIn(new(from), -10));
                    writes.Append<Account, AccountEvent>(to, new MoneyPaidIn(new(to), 10));
                    var third = Guid.CreateVersion7();
                    if (alsoOpen is not null)
                        writes.Append<Account, AccountEvent>(third, AccountsService.NewAccountOpened(third, alsoOpen));
                },
                default
            );
            return 0;
        }
    }

    [Fact]
    public async Task A_request_for_another_version_than_the_current_one_is_stale()
    {
        var id = await _service.OpenAccount();
        await Should.ThrowAsync<StaleVersionException>(() => WithPrecondition(5));
        (await WithPrecondition(1)).ShouldBe(2);

        Task<long> WithPrecondition(long version) =>
            _service.InScope(
                (events, context) =>
                {
                    context.Precondition = (id, version);
                    return events.Update<Account, AccountEvent>(
                        id,
                        Account.Evolve,
                        _ => [new MoneyPaidIn(new(id), 1)],
                        default
                    );
                }
            );
    }

    [Fact]
    public async Task A_unit_of_work_commits_when_it_returns_and_rolls_back_when_it_throws()
    {
        var id = await _service.OpenAccount();
        await _service.InScope((events, _) => events.Execute(() => PayInTwice(events, fails: false), default));
        await Should.ThrowAsync<InvalidTimeZoneException>(() =>
            _service.InScope((events, _) => events.Execute(() => PayInTwice(events, fails: true), default))
        );
        (await _service.Read(id))!.Cents.ShouldBe(
            3,
            "the second payment saw the first, and the failed unit left nothing"
        );

        async Task<int> PayInTwice(EventStreams events, bool fails)
        {
            await events.Update<Account, AccountEvent>(id, Account.Evolve, _ => [Payment(1)], default);
            var account = await events.Read<Account, AccountEvent>(id, Account.Evolve, default);
            events.VersionOf(id).ShouldBe(fails ? 4 : 2);
            await events.Update<Account, AccountEvent>(
                id,
                Account.Evolve,
                a => [Payment(a!.Cents + account!.Cents)],
                default
            );
            return fails ? throw new InvalidTimeZoneException() : 0;
        }

        MoneyPaidIn Payment(long cents) => new(new(id), cents);
    }

    [Fact]
    public async Task Stream_events_inline_projection_and_inbox_row_commit_in_one_transaction()
    {
        var (message, id) = (Guid.CreateVersion7(), await _service.OpenAccount());
        await using (var scope = _service.Services.CreateAsyncScope())
        {
            var events = scope.ServiceProvider.GetRequiredService<EventStreams>();
            await scope
                .ServiceProvider.GetRequiredService<ProcessedMessages>()
                .HandleOnce(
                    message,
                    "consumer",
                    () =>
                        events.Update<Account, AccountEvent>(
                            id,
                            Account.Evolve,
                            _ => [new NumberChanged(new(id), "DE2"), new MoneyPaidIn(new(id), 1)],
                            default
                        ),
                    default
                );
        }

        (
            await _service.Scalar<long>(
                $"""
                select count(distinct t) from (
                    select xmin::text from accounts.mt_streams where id = '{id}'
                    union all select xmin::text from accounts.mt_events where version > 1
                    union all select xmin::text from account_numbers where number = 'DE2'
                    union all select xmin::text from accounts.processed_messages where message_id = '{message}') x (t)
                """
            )
        ).ShouldBe(1);
    }

    [Fact]
    public async Task No_session_can_block_the_daemon_for_long() =>
        (
            await _service.Scalar<string>(
                """
                select string_agg(name || ' ' || setting || unit, ', ' order by name) from pg_settings
                where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')
                """
            )
        ).ShouldBe("idle_in_transaction_session_timeout 15000ms, lock_timeout 10000ms, statement_timeout 30000ms");
}
