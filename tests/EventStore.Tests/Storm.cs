using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PeerNetwork.Testing;

namespace PeerNetwork.EventStore.Tests;

public enum ActKind
{
    PayIn,
    Transfer,
    ChangeNumber,
    Open,
    OpenTaken,
    RollBack,
    Die,
}

public enum FaultKind
{
    KillWriters,
    KillReaders,
    Crash,
}

/// <summary>What a writer does.</summary>
public sealed record Act(ActKind Kind, int Account, int Other);

/// <summary>What befalls the server once so many acts are over.</summary>
public sealed record Fault(FaultKind Kind, int After);

public sealed record StormPlan(Act[][] Writers, Fault[] Faults);

/// <summary>Three replicas of a service, many writers, commits of which every third dawdles, and faults; then the books are checked.</summary>
internal sealed class Storm(OwnPostgres server, StormPlan plan)
{
    public const int Accounts = 6;
    private const int Replicas = 3;

    private enum Outcome
    {
        Acknowledged,
        Refused,
        Unknown,
    }

    private readonly ConcurrentDictionary<string, (int Events, Outcome Outcome)> _outcomes = [];
    private readonly Guid[] _accounts = new Guid[Accounts];
    private Bank[] _replicas = [];
    private string _database = "";
    private int _over;

    /// <returns>A line for the test's output.</returns>
    public async Task<string> Run()
    {
        var address = await Journal.PrepareFor(await server.NewDatabase());
        _database = new NpgsqlConnectionStringBuilder(address).Database!;
        _replicas = new Bank[Replicas];
        for (var n = 0; n < Replicas; n++)
            _replicas[n] = await Bank.Open(
                address,
                store => store.Async<PaymentCounts>().Services.AddSubscription(_ => new Journal())
            );
        for (var n = 0; n < Accounts; n++)
            _accounts[n] = await _replicas[0].OpenAccount($"n{n}");
        await _replicas[0].OpenAccount("taken");
        await _replicas[0]
            .Scalar<object>(
                """
                create function dawdle() returns trigger language plpgsql as $$ begin if new.seq_id % 3 = 0 then perform pg_sleep(0.1); end if; return null; end $$;
                create constraint trigger dawdle after insert on bank.mt_events deferrable initially deferred for each row execute function dawdle();
                select 1
                """
            );
        await Task.WhenAll([.. plan.Writers.Select(Write), .. plan.Faults.Select(Strike)]);
        await CheckTheBooks();
        foreach (var replica in _replicas)
            await replica.DisposeAsync();
        return string.Join(", ", _outcomes.Values.GroupBy(o => o.Outcome).Select(g => $"{g.Count()} {g.Key}"));
    }

    private async Task Write(Act[] acts, int writer)
    {
        foreach (var (n, act) in acts.Index())
        {
            var token = $"{writer}/{n}";
            var outcome = Outcome.Acknowledged;
            try
            {
                await Carry(act, token, _replicas[(writer + n) % Replicas]);
            }
            catch (Exception e) when (e is UniqueConflictException or VersionConflictException)
            {
                outcome = Outcome.Refused;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
            {
                outcome = Outcome.Unknown;
                await Eventually.Passes(() => server.Execute("select 1"));
            }

            if (act.Kind is not (ActKind.RollBack or ActKind.Die))
                _outcomes[token] = (act.Kind is ActKind.Transfer ? 2 : 1, outcome);
            Interlocked.Increment(ref _over);
        }
    }

    private Task Carry(Act act, string token, Bank bank)
    {
        var (account, fresh) = (_accounts[act.Account], Guid.CreateVersion7());
        return act.Kind switch
        {
            ActKind.PayIn => Decide(account, _ => new MoneyPaidIn(new(account), 1)),
            ActKind.Transfer => bank.Transfer(account, _accounts[act.Other], 1, token),
            ActKind.ChangeNumber => Decide(account, _ => new NumberChanged(new(account), $"n{act.Other + Accounts}")),
            ActKind.Open => Decide(fresh, _ => Bank.Opened(fresh, token)),
            ActKind.OpenTaken => Decide(fresh, _ => Bank.Opened(fresh, "taken")),
            _ => Abandon(account, bank, act.Kind is ActKind.Die),
        };

        Task Decide(Guid id, Func<Account?, AccountEvent> decide) =>
            bank.Request(
                (events, context) =>
                {
                    context.Metadata = new(CorrelationId: token);
                    return events.Update<Account, AccountEvent>(id, Account.Evolve, state => [decide(state)], default);
                }
            );
    }

    /// <summary>An append that never commits.</summary>
    private static async Task Abandon(Guid account, Bank bank, bool die)
    {
        var version = await bank.Scalar<long>($"select version from bank.mt_streams where id = '{account}'");
        await using var writer = await Writer.Begin(bank);
        await writer.PayIn(account, version, 1);
        await (die ? writer.Execute("select pg_terminate_backend(pg_backend_pid())") : writer.RollBack());
    }

    private async Task Strike(Fault fault)
    {
        await Eventually.Holds(
            () => Task.FromResult(Volatile.Read(ref _over) >= fault.After),
            $"{fault}",
            TimeSpan.FromMinutes(3)
        );
        await (
            fault.Kind switch
            {
                FaultKind.Crash => server.Crash(),
                FaultKind.KillWriters => Kill(
                    $"select pid from pg_stat_activity where datname = '{_database}' and query like '%append_events%' limit 8"
                ),
                _ => Kill(
                    $"select pid from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = '{_database}')"
                ),
            }
        );
    }

    private Task Kill(string processes) =>
        Eventually.Passes(() => server.Execute($"select pg_terminate_backend(pid) from ({processes}) doomed"));

    private async Task CheckTheBooks()
    {
        var bank = _replicas[0];
        // Sessions that were killed while nobody used them are still in the pool.
        bank.Database.Clear();
        await bank.CaughtUp();
        await Eventually.Holds(
            async () =>
                await bank.Scalar<bool>(
                    "select (select count(*) from journal) >= (select count(*) from bank.mt_events)"
                ),
            "the journal"
        );
        await Journal.HoldsEveryEventOnceInOrder(bank);
        await EachActIsThereOnceOrNotAtAll(bank);
        (await bank.Scalar<long>("select count(*) from bank.mt_events where mt_dotnet_type = 'x'")).ShouldBe(
            0,
            "abandoned"
        );
        (
            await bank.Scalar<long>(
                "select count(*) from (select version - row_number() over (partition by stream_id order by seq_id) as gap from bank.mt_events) v where gap <> 0"
            )
        ).ShouldBe(0, "gaps in versions, or versions that are not in the order of their numbers");
        (
            await bank.Services.GetRequiredService<Verification>().Run(TimeSpan.FromMinutes(1), default)
        ).Differences.ShouldBeEmpty();
        foreach (var table in (string[])["balances", "account_numbers", "payment_counts"])
        {
            var live = await Rows(bank, table);
            await bank.Services.GetRequiredService<ProjectionRebuild>().Run(table, default);
            (await Rows(bank, table)).ShouldBe(live);
        }
    }

    private async Task EachActIsThereOnceOrNotAtAll(Bank bank)
    {
        var found = new Dictionary<string, long>();
        await using (
            var command = bank.Database.CreateCommand(
                "select correlation_id, count(*) from bank.mt_events where correlation_id is not null group by correlation_id"
            )
        )
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                found.Add(reader.GetString(0), reader.GetInt64(1));
        }

        found.Keys.Except(_outcomes.Keys).ShouldBeEmpty();
        foreach (var (token, (events, outcome)) in _outcomes)
        {
            long[] possible = outcome switch
            {
                Outcome.Acknowledged => [events],
                Outcome.Refused => [0],
                _ => [0, events],
            };
            possible.ShouldContain(found.GetValueOrDefault(token), $"{token} {outcome}");
        }
    }

    private static Task<string> Rows(Bank bank, string table) =>
        bank.Scalar<string>($"select string_agg(r::text, E'\\n' order by r::text) from {table} r");
}
