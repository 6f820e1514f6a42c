namespace PeerNetwork.EventSourcing.Tests;

/// <summary>Many writers of the same streams and of the same unique facts.</summary>
public sealed class RaceTests : IAsyncLifetime
{
    private Bank _bank = null!;

    public async Task InitializeAsync() => _bank = await Bank.Open();

    public async Task DisposeAsync() => await _bank.DisposeAsync();

    [Fact]
    public async Task Sixteen_writers_of_one_stream_all_get_their_turn_lose_nothing_and_leave_no_gap()
    {
        var id = await _bank.OpenAccount();
        await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(async _ =>
                {
                    for (var i = 0; i < 20; i++)
                        await _bank.PayIn(id, 1);
                })
        );
        (await _bank.Read(id))!.Cents.ShouldBe(320);
        (
            await _bank.Scalar<long>(
                "select count(distinct version) from bank.mt_events where version between 1 and 321"
            )
        ).ShouldBe(321);
    }

    [Fact]
    public async Task A_decision_is_made_again_on_what_a_faster_writer_left()
    {
        var id = await _bank.OpenAccount();
        var seen = new List<long>();
        await _bank.Request(
            async (events, _) =>
            {
                await events.Update(
                    async writes =>
                    {
                        var account = await writes.Fetch<Account, AccountEvent>(id, Account.Evolve);
                        seen.Add(account!.Cents);
                        if (seen.Count == 1)
                            await _bank.PayIn(id, 100);
                        writes.Append<Account, AccountEvent>(id, new MoneyPaidIn(new(id), 1));
                    },
                    default
                );
                return 0;
            }
        );
        seen.ShouldBe([0, 100]);
        (await _bank.Read(id))!.Cents.ShouldBe(101);
    }

    [Fact]
    public async Task Of_sixteen_who_claim_a_number_one_gets_it_and_the_others_a_clear_conflict()
    {
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(async _ =>
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
                })
        );
        outcomes.Count(o => o is null).ShouldBe(1);
        outcomes.Where(o => o is not null).ShouldAllBe(o => o == "There is an account with this number already.");
    }

    [Fact]
    public async Task Of_sixteen_who_release_and_claim_numbers_every_loser_hears_so_and_each_number_has_one_owner()
    {
        var accounts = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => _bank.OpenAccount($"n{n}")));
        var (changed, refused) = (0, 0);
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
                            await _bank.Update(
                                account,
                                a => a!.Number == number ? [] : [new NumberChanged(new(account), number)]
                            );
                            Interlocked.Increment(ref changed);
                        }
                        catch (UniqueConflictException e)
                        {
                            e.Message.ShouldBe("There is an account with this number already.");
                            Interlocked.Increment(ref refused);
                        }
                    }
                })
        );
        (changed, refused).ShouldSatisfyAllConditions(
            () => changed.ShouldBePositive(),
            () => refused.ShouldBePositive()
        );
        foreach (var account in accounts)
            (await _bank.Scalar<string>($"select number from account_numbers where account = '{account}'")).ShouldBe(
                (await _bank.Read(account))!.Number
            );
    }

    [Fact]
    public async Task Writers_of_crossing_streams_all_commit_in_the_end()
    {
        var accounts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _bank.OpenAccount()));
        // Time enough between the two rows of a transfer for somebody who takes them the other way round.
        await _bank.Scalar<object>(
            """
            create function bank.slowly() returns trigger language plpgsql as $$ begin perform pg_sleep(0.003); return new; end $$;
            create trigger slowly after update on bank.mt_streams for each row execute function bank.slowly();
            select 1
            """
        );
        // Several processes, as one lets its writers take turns.
        await using var second = await Bank.Open(_bank.ConnectionString);
        await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(async writer =>
                {
                    var random = new Random(writer);
                    for (var i = 0; i < 10; i++)
                    {
                        var (from, to) = (random.Next(4), random.Next(1, 4));
                        await (writer % 2 == 0 ? _bank : second).Transfer(accounts[from], accounts[(from + to) % 4], 1);
                    }
                })
        );
        (await _bank.Scalar<long>("select count(*) from bank.mt_events where type = 'money_paid_in'")).ShouldBe(320);
    }
}
