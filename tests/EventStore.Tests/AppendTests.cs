using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace PeerNetwork.EventStore.Tests;

public sealed class AppendTests : IAsyncLifetime
{
    private Bank _bank = null!;

    public async Task InitializeAsync() => _bank = await Bank.Open();

    public async Task DisposeAsync() => await _bank.DisposeAsync();

    [Fact]
    public async Task What_was_appended_is_read_back_in_order()
    {
        var id = await _bank.OpenAccount("DE1");
        (await _bank.PayIn(id, 5)).ShouldBe(2);
        (await _bank.PayIn(id, 7)).ShouldBe(3);
        (await _bank.Read(id)).ShouldBe(
            new(new(id), "DE1", Currency.PoundSterling, "Ada Lovelace", new(2026, 11, 22), 12)
        );
        var history = await _bank.Request((events, _) => events.History(id, default));
        history
            .Select(e => (e.Version, e.Type))
            .ShouldBe([(1, "account_opened"), (2, "money_paid_in"), (3, "money_paid_in")]);
        history.Select(e => e.Sequence).ShouldBeInOrder(SortDirection.Ascending);
    }

    [Fact]
    public async Task A_stream_that_does_not_exist_is_null_and_an_empty_decision_leaves_no_stream()
    {
        var id = Guid.CreateVersion7();
        (await _bank.Read(id)).ShouldBeNull();
        (
            await _bank.Update(
                id,
                account =>
                {
                    account.ShouldBeNull();
                    return [];
                }
            )
        ).ShouldBe(0);
        (await _bank.Scalar<long>("select count(*) from bank.mt_streams")).ShouldBe(0);
    }

    [Fact]
    public async Task The_circumstances_of_the_request_stand_with_its_events()
    {
        var id = Guid.CreateVersion7();
        var metadata = new EventMetadata(
            "ada",
            "grace",
            "asked by phone",
            "correlation",
            "causation",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        );
        var history = await _bank.Request(
            async (events, context) =>
            {
                context.Metadata = metadata;
                await events.Update<Account, AccountEvent>(id, Account.Evolve, _ => [Bank.Opened(id, "DE1")], default);
                return await events.History(id, default);
            }
        );
        history.ShouldHaveSingleItem().Metadata.ShouldBe(metadata);
    }

    [Fact]
    public async Task Several_streams_change_together_or_not_at_all()
    {
        var (from, to, taken) = (
            await _bank.OpenAccount(),
            await _bank.OpenAccount(),
            await _bank.OpenAccount("taken")
        );
        await _bank.Request((events, _) => Transfer(events, from, to, null));
        ((await _bank.Read(from))!.Cents, (await _bank.Read(to))!.Cents).ShouldBe((-10, 10));

        await Should.ThrowAsync<UniqueConflictException>(() =>
            _bank.Request((events, _) => Transfer(events, from, to, "taken"))
        );
        ((await _bank.Read(from))!.Cents, (await _bank.Read(to))!.Cents).ShouldBe((-10, 10));
        (await _bank.Scalar<long>("select count(*) from bank.mt_streams")).ShouldBe(3);

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
                        writes.Append<Account, AccountEvent>(third, Bank.Opened(third, alsoOpen));
                },
                default
            );
            return 0;
        }
    }

    [Fact]
    public async Task A_request_for_another_version_than_the_current_one_is_stale()
    {
        var id = await _bank.OpenAccount();
        await Should.ThrowAsync<StaleVersionException>(() => WithPrecondition(5));
        (await WithPrecondition(1)).ShouldBe(2);

        Task<long> WithPrecondition(long version) =>
            _bank.Request(
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
    public async Task Events_that_wait_for_their_answer_are_seen_with_it_or_never()
    {
        await using var receipts = _bank.Database.CreateCommand("create table receipts (number int primary key)");
        await receipts.ExecuteNonQueryAsync();

        (await PayIn(receipt: 1)).ShouldBe((Before: 0, Committed: true, After: 1));
        (await PayIn(receipt: 2)).ShouldBe((Before: 0, Committed: true, After: 1));
        (await PayIn(receipt: 2)).ShouldBe((Before: 0, Committed: false, After: 0));
        (await PayIn(receipt: null)).ShouldBe((Before: 0, Committed: false, After: 0));

        async Task<(long Before, bool Committed, long After)> PayIn(int? receipt)
        {
            var id = await _bank.OpenAccount();
            var payments = $"select count(*) from bank.mt_events where stream_id = '{id}' and type = 'money_paid_in'";
            var (before, committed) = await _bank.Hold(
                async (events, held) =>
                {
                    await events.Update<Account, AccountEvent>(
                        id,
                        Account.Evolve,
                        _ => [new MoneyPaidIn(new(id), 1)],
                        default
                    );
                    var seen = await _bank.Scalar<long>(payments);
                    return (
                        seen,
                        receipt is not null
                            && await held.CommitWith(
                                $"insert into receipts values ({receipt}) on conflict do nothing",
                                default
                            )
                    );
                }
            );
            return (before, committed, await _bank.Scalar<long>(payments));
        }
    }

    [Fact]
    public async Task A_request_that_holds_its_append_sees_it_when_it_goes_on()
    {
        var id = await _bank.OpenAccount();

        var (read, version) = await _bank.Hold(
            async (events, _) =>
            {
                await events.Update<Account, AccountEvent>(
                    id,
                    Account.Evolve,
                    _ => [new MoneyPaidIn(new(id), 1)],
                    default
                );
                var account = await events.Read<Account, AccountEvent>(id, Account.Evolve, default);
                return (
                    account!.Cents,
                    await events.Update<Account, AccountEvent>(
                        id,
                        Account.Evolve,
                        a => [new MoneyPaidIn(new(id), a!.Cents)],
                        default
                    )
                );
            }
        );

        (read, version).ShouldBe((1, 3));
        (await _bank.Read(id))!.Cents.ShouldBe(1, "what was appended last was never committed");
    }

    [Fact]
    public async Task Stream_events_inline_projection_and_inbox_row_commit_in_one_transaction_and_one_round_trip()
    {
        var (message, id) = (Guid.CreateVersion7(), await _bank.OpenAccount());
        var trips = 0;
        var database = new Npgsql.NpgsqlConnectionStringBuilder(_bank.ConnectionString).Database;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = a =>
            {
                if (
                    a.TagObjects.Any(t => t.Value as string == database)
                    && a.TagObjects.Any(t => t.Value is string text && text.Contains("append_events"))
                )
                    Interlocked.Increment(ref trips);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using (var scope = _bank.Services.CreateAsyncScope())
        {
            var events = scope.ServiceProvider.GetRequiredService<EventStreams>();
            await scope
                .ServiceProvider.GetRequiredService<Inbox>()
                .Once(
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

        trips.ShouldBe(1);
        (
            await _bank.Scalar<long>(
                $"""
                select count(distinct t) from (
                    select xmin::text from bank.mt_streams where id = '{id}' union all select xmin::text from bank.mt_events where version > 1
                    union all select xmin::text from account_numbers where number = 'DE2' union all select xmin::text from bank.inbox where message_id = '{message}') x (t)
                """
            )
        ).ShouldBe(1);
    }

    [Fact]
    public async Task No_session_can_hold_readers_up_for_long() =>
        (
            await _bank.Scalar<string>(
                """
                select string_agg(name || ' ' || setting || unit, ', ' order by name) from pg_settings
                where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')
                """
            )
        ).ShouldBe("idle_in_transaction_session_timeout 15000ms, lock_timeout 10000ms, statement_timeout 30000ms");
}
