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
        (await _bank.Read(id)).ShouldBe(new(new(id), "DE1", Currency.PoundSterling, "Ada Lovelace", new(2026, 11, 22), 12));
        var history = await _bank.Request((events, _) => events.History(id, default));
        history.Select(e => (e.Version, e.Type)).ShouldBe([(1, "account_opened"), (2, "money_paid_in"), (3, "money_paid_in")]);
        history.Select(e => e.Sequence).ShouldBeInOrder(SortDirection.Ascending);
    }

    [Fact]
    public async Task A_stream_that_does_not_exist_is_null_and_an_empty_decision_leaves_no_stream()
    {
        var id = Guid.CreateVersion7();
        (await _bank.Read(id)).ShouldBeNull();
        (await _bank.Update(id, account => { account.ShouldBeNull(); return []; })).ShouldBe(0);
        (await _bank.Scalar<long>("select count(*) from bank.mt_streams")).ShouldBe(0);
    }

    [Fact]
    public async Task The_circumstances_of_the_request_stand_with_its_events()
    {
        var id = Guid.CreateVersion7();
        var metadata = new EventMetadata("ada", "grace", "asked by phone", "correlation", "causation", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        var history = await _bank.Request(async (events, context) =>
        {
            context.Metadata = metadata;
            await events.Update<Account, AccountEvent>(id, Account.Evolve, _ => [Bank.Opened(id, "DE1")], default);
            return await events.History(id, default);
        });
        history.ShouldHaveSingleItem().Metadata.ShouldBe(metadata);
    }

    [Fact]
    public async Task Sixteen_writers_of_one_stream_all_get_their_turn_lose_nothing_and_leave_no_gap()
    {
        var id = await _bank.OpenAccount();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            for (var i = 0; i < 20; i++) await _bank.PayIn(id, 1);
        }));
        (await _bank.Read(id))!.Cents.ShouldBe(320);
        (await _bank.Scalar<long>("select count(distinct version) from bank.mt_events where version between 1 and 321")).ShouldBe(321);
    }

    [Fact]
    public async Task A_decision_is_made_again_on_what_a_faster_writer_left()
    {
        var id = await _bank.OpenAccount();
        var seen = new List<long>();
        await _bank.Request(async (events, _) =>
        {
            await events.Update(async writes =>
            {
                var account = await writes.Fetch<Account, AccountEvent>(id, Account.Evolve);
                seen.Add(account!.Cents);
                if (seen.Count == 1) await _bank.PayIn(id, 100);
                writes.Append<Account, AccountEvent>(id, new MoneyPaidIn(new(id), 1));
            }, default);
            return 0;
        });
        seen.ShouldBe([0, 100]);
        (await _bank.Read(id))!.Cents.ShouldBe(101);
    }

    [Fact]
    public async Task Several_streams_change_together_or_not_at_all()
    {
        var (from, to, taken) = (await _bank.OpenAccount(), await _bank.OpenAccount(), await _bank.OpenAccount("taken"));
        await _bank.Request((events, _) => Transfer(events, from, to, null));
        ((await _bank.Read(from))!.Cents, (await _bank.Read(to))!.Cents).ShouldBe((-10, 10));

        await Should.ThrowAsync<UniqueConflictException>(() => _bank.Request((events, _) => Transfer(events, from, to, "taken")));
        ((await _bank.Read(from))!.Cents, (await _bank.Read(to))!.Cents).ShouldBe((-10, 10));
        (await _bank.Scalar<long>("select count(*) from bank.mt_streams")).ShouldBe(3);

        static async Task<int> Transfer(EventStreams events, Guid from, Guid to, string? alsoOpen)
        {
            await events.Update(async writes =>
            {
                await writes.Fetch<Account, AccountEvent>(from, Account.Evolve);
                await writes.Fetch<Account, AccountEvent>(to, Account.Evolve);
                writes.Append<Account, AccountEvent>(from, new MoneyPaidIn(new(from), -10));
                writes.Append<Account, AccountEvent>(to, new MoneyPaidIn(new(to), 10));
                var third = Guid.CreateVersion7();
                if (alsoOpen is not null) writes.Append<Account, AccountEvent>(third, Bank.Opened(third, alsoOpen));
            }, default);
            return 0;
        }
    }

    [Fact]
    public async Task Of_sixteen_who_claim_a_number_one_gets_it_and_the_others_a_clear_conflict()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            try
            {
                await _bank.OpenAccount("the only one");
                return null;
            }
            catch (UniqueConflictException e)
            {
                return e.Message;
            }
        }));
        outcomes.Count(o => o is null).ShouldBe(1);
        outcomes.Where(o => o is not null).ShouldAllBe(o => o == "There is an account with this number already.");
    }

    [Fact]
    public async Task A_request_for_another_version_than_the_current_one_is_stale()
    {
        var id = await _bank.OpenAccount();
        await Should.ThrowAsync<StaleVersionException>(() => WithPrecondition(5));
        (await WithPrecondition(1)).ShouldBe(2);

        Task<long> WithPrecondition(long version) => _bank.Request((events, context) =>
        {
            context.Precondition = (id, version);
            return events.Update<Account, AccountEvent>(id, Account.Evolve, _ => [new MoneyPaidIn(new(id), 1)], default);
        });
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
            var (before, committed) = await _bank.Hold(async (events, held) =>
            {
                await events.Update<Account, AccountEvent>(id, Account.Evolve, _ => [new MoneyPaidIn(new(id), 1)], default);
                var seen = await _bank.Scalar<long>(payments);
                return (seen, receipt is not null && await held.CommitWith($"insert into receipts values ({receipt}) on conflict do nothing", default));
            });
            return (before, committed, await _bank.Scalar<long>(payments));
        }
    }

    [Fact]
    public async Task A_request_that_holds_its_append_sees_it_when_it_goes_on()
    {
        var id = await _bank.OpenAccount();

        var (read, version) = await _bank.Hold(async (events, _) =>
        {
            await events.Update<Account, AccountEvent>(id, Account.Evolve, _ => [new MoneyPaidIn(new(id), 1)], default);
            var account = await events.Read<Account, AccountEvent>(id, Account.Evolve, default);
            return (account!.Cents, await events.Update<Account, AccountEvent>(id, Account.Evolve, a => [new MoneyPaidIn(new(id), a!.Cents)], default));
        });

        (read, version).ShouldBe((1, 3));
        (await _bank.Read(id))!.Cents.ShouldBe(1, "what was appended last was never committed");
    }
}
