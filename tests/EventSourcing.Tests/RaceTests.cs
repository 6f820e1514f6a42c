namespace PeerNetwork.EventSourcing.Tests;

/// <summary>Concurrent writers of the same streams and the same unique values.</summary>
public sealed class RaceTests : IAsyncLifetime
{
    private AccountsService _service = null!;

    public async Task InitializeAsync() => _service = await AccountsService.Start();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Sixteen_writers_of_one_stream_all_succeed_without_gaps()
    {
        var id = await _service.OpenAccount();
        await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(async _ =>
                {
                    for (var i = 0; i < 20; i++)
                        await _service.PayIn(id, 1);
                })
        );
        (await _service.Read(id))!.Cents.ShouldBe(320);
        (
            await _service.Scalar<long>(
                "select count(distinct version) from accounts.mt_events where version between 1 and 321"
            )
        ).ShouldBe(321);
    }

    [Fact]
    public async Task A_decision_is_repeated_on_the_state_of_a_faster_writer()
    {
        var id = await _service.OpenAccount();
        var seen = new List<long>();
        await _service.InScope(
            async (events, _) =>
            {
                await events.Update(
                    async writes =>
                    {
                        var account = await writes.Fetch<Account, AccountEvent>(id, Account.Evolve);
                        seen.Add(account!.Cents);
                        if (seen.Count == 1)
                            await _service.PayIn(id, 100);
                        writes.Append<Account, AccountEvent>(id, new MoneyPaidIn(new(id), 1));
                    },
                    default
                );
                return 0;
            }
        );
        seen.ShouldBe([0, 100]);
        (await _service.Read(id))!.Cents.ShouldBe(101);
    }

    [Fact]
    public async Task Of_sixteen_accounts_with_one_number_one_is_opened_and_the_others_get_a_conflict()
    {
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(async _ =>
                {
                    try
                    {
                        await _service.OpenAccount("the only one");
                        return null;
                    }
                    catch (UniqueConflictException e)
                    {
                        return e.Message;
                    }
                })
        );
        outcomes.Count(o => o is null).ShouldBe(1);
        outcomes.Where(o => o is not null).ShouldAllBe(o => o == "There is an account with this number already.");
    }

    [Fact]
    public async Task When_sixteen_writers_change_numbers_every_conflict_is_reported_and_each_number_has_one_owner()
    {
        var accounts = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => _service.OpenAccount($"n{n}")));
        var (changed, rejected) = (0, 0);
        await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(async writer =>
                {
                    var random = new Random(writer);
                    for (var i = 0; i < 15; i++)
                    {
                        var (account, number) = (accounts[random.Next(8)], $"n{random.Next(10)}");
                        try
                        {
                            await _service.Update(
                                account,
                                a => a!.Number == number ? [] : [new NumberChanged(new(account), number)]
                            );
                            Interlocked.Increment(ref changed);
                        }
                        catch (UniqueConflictException e)
                        {
                            e.Message.ShouldBe("There is an account with this number already.");
                            Interlocked.Increment(ref rejected);
                        }
                    }
                })
        );
        (changed, rejected).ShouldSatisfyAllConditions(
            () => changed.ShouldBePositive(),
            () => rejected.ShouldBePositive()
        );
        foreach (var account in accounts)
            (await _service.Scalar<string>($"select number from account_numbers where account = '{account}'")).ShouldBe(
                (await _service.Read(account))!.Number
            );
    }

    [Fact]
    public async Task Writers_of_crossing_streams_all_commit()
    {
        var accounts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _service.OpenAccount()));
        // A delay between the two rows of a transfer, so that a transfer in the other direction can deadlock with it.
        await _service.Scalar<object>(
            """
            create function accounts.slow_update() returns trigger language plpgsql as
                $$ begin perform pg_sleep(0.003); return new; end $$;
            create trigger slow_update after update on accounts.mt_streams
                for each row execute function accounts.slow_update();
            select 1
            """
        );
        // Two services, because the writers of one process use the stream retry locks.
        await using var second = await AccountsService.Start(_service.ConnectionString);
        await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(async writer =>
                {
                    var random = new Random(writer);
                    for (var i = 0; i < 10; i++)
                    {
                        var (from, to) = (random.Next(4), random.Next(1, 4));
                        await (writer % 2 == 0 ? _service : second).Transfer(
                            accounts[from],
                            accounts[(from + to) % 4],
                            1
                        );
                    }
                })
        );
        (await _service.Scalar<long>("select count(*) from accounts.mt_events where type = 'money_paid_in'")).ShouldBe(
            320
        );
    }
}
