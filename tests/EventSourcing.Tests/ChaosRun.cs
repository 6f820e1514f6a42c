using System.Collections.Concurrent;
using JasperFx.Events.Projections;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PeerNetwork.Testing;

namespace PeerNetwork.EventSourcing.Tests;

public enum ActionKind
{
    PayIn,
    Transfer,
    ChangeNumber,
    Open,
    OpenTaken,
    RollBack,
    KillBackend,
}

public enum FaultKind
{
    KillWriters,
    KillLeaders,
    Crash,
}

/// <summary>One action of a writer.</summary>
public sealed record WriterAction(ActionKind Kind, int Account, int Other);

/// <summary>A fault of the server after a number of actions.</summary>
public sealed record Fault(FaultKind Kind, int After);

public sealed record ChaosPlan(WriterAction[][] Writers, Fault[] Faults);

/// <summary>
/// Runs three replicas of a service with many writers, slow commits and faults, and checks all results.
/// </summary>
internal sealed class ChaosRun(PostgresFixture server, ChaosPlan plan)
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
    private AccountsService[] _replicas = [];
    private string _database = "";
    private int _completedActions;

    /// <returns>A summary for the test's output.</returns>
    public async Task<string> Run()
    {
        var address = await EventRecorder.CreateTable(await server.NewDatabase());
        _database = new NpgsqlConnectionStringBuilder(address).Database!;
        _replicas = new AccountsService[Replicas];
        for (var n = 0; n < Replicas; n++)
            _replicas[n] = await AccountsService.Start(
                address,
                options => options.Projections.Add(new PaymentCounts(), ProjectionLifecycle.Async),
                services => services.AddSubscription<EventRecorder>()
            );
        for (var n = 0; n < Accounts; n++)
            _accounts[n] = await _replicas[0].OpenAccount($"n{n}");
        await _replicas[0].OpenAccount("taken");
        await SlowDownCommits(_replicas[0]);
        await Task.WhenAll([.. plan.Writers.Select(Write), .. plan.Faults.Select(Inject)]);
        await Check();
        foreach (var replica in _replicas)
            await replica.DisposeAsync();
        return string.Join(", ", _outcomes.Values.GroupBy(o => o.Outcome).Select(g => $"{g.Count()} {g.Key}"));
    }

    /// <summary>
    /// Every third event keeps its transaction open for a while after it has taken its sequence number.
    /// </summary>
    public static Task SlowDownCommits(AccountsService service) =>
        service.Scalar<object>(
            """
            create function accounts.hold_commit() returns trigger language plpgsql as $$
                begin if new.seq_id % 3 = 0 then perform pg_sleep(0.1); end if; return null; end $$;
            create constraint trigger hold_commit after insert on accounts.mt_events
                deferrable initially deferred for each row execute function accounts.hold_commit();
            select 1
            """
        );

    private async Task Write(WriterAction[] actions, int writer)
    {
        foreach (var (n, action) in actions.Index())
        {
            var token = $"{writer}/{n}";
            var outcome = Outcome.Acknowledged;
            try
            {
                await Execute(action, token, _replicas[(writer + n) % Replicas]);
            }
            catch (Exception e) when (e is UniqueConflictException or VersionConflictException)
            {
                outcome = Outcome.Refused;
            }
            catch (Exception e) when (IsConnectionLost(e))
            {
                outcome = Outcome.Unknown;
                await Eventually.Passes(() => server.Execute("select 1"));
            }

            if (action.Kind is not (ActionKind.RollBack or ActionKind.KillBackend))
                _outcomes[token] = (action.Kind is ActionKind.Transfer ? 2 : 1, outcome);
            Interlocked.Increment(ref _completedActions);
        }
    }

    private static bool IsConnectionLost(Exception? e) =>
        e is NpgsqlException or TimeoutException or IOException
        || (e is not null && IsConnectionLost(e.InnerException));

    private Task Execute(WriterAction action, string token, AccountsService service)
    {
        var (account, newAccount) = (_accounts[action.Account], Guid.CreateVersion7());
        return action.Kind switch
        {
            ActionKind.PayIn => Decide(account, _ => new MoneyPaidIn(new(account), 1)),
            ActionKind.Transfer => service.Transfer(account, _accounts[action.Other], 1, token),
            ActionKind.ChangeNumber => Decide(
                account,
                _ => new NumberChanged(new(account), $"n{action.Other + Accounts}")
            ),
            ActionKind.Open => Decide(newAccount, _ => AccountsService.NewAccountOpened(newAccount, token)),
            ActionKind.OpenTaken => Decide(newAccount, _ => AccountsService.NewAccountOpened(newAccount, "taken")),
            _ => AppendWithoutCommit(account, service, action.Kind is ActionKind.KillBackend),
        };

        Task Decide(Guid id, Func<Account?, AccountEvent> decide) =>
            service.InScope(
                (events, context) =>
                {
                    context.Metadata = new(CorrelationId: token);
                    return events.Update<Account, AccountEvent>(id, Account.Evolve, state => [decide(state)], default);
                }
            );
    }

    /// <summary>Appends an event and does not commit.</summary>
    private static async Task AppendWithoutCommit(Guid account, AccountsService service, bool killed)
    {
        await using var append = await OpenTransaction.Begin(service);
        await append.Execute(
            $"""
            select accounts.mt_quick_append_events('{account}', null, '*DEFAULT*', array[gen_random_uuid()],
                array['money_paid_in'], array['abandoned'], array['{"{}"}'::jsonb], array[null::bytea], array[null],
                array[null], array['{"{}"}'::jsonb], array[null], array[now()])
            """
        );
        await (killed ? append.Execute("select pg_terminate_backend(pg_backend_pid())") : append.RollBack());
    }

    private async Task Inject(Fault fault)
    {
        await Eventually.Holds(
            () => Task.FromResult(Volatile.Read(ref _completedActions) >= fault.After),
            $"{fault}",
            TimeSpan.FromMinutes(3)
        );
        await (
            fault.Kind switch
            {
                FaultKind.Crash => server.Crash(),
                FaultKind.KillWriters => Kill(
                    $"""
                    select pid from pg_stat_activity
                    where datname = '{_database}' and query like '%mt_quick_append_events%' limit 8
                    """
                ),
                _ => Kill(
                    $"""
                    select pid from pg_locks where locktype = 'advisory' and granted
                    and database = (select oid from pg_database where datname = '{_database}')
                    """
                ),
            }
        );
    }

    private Task Kill(string processes) =>
        Eventually.Passes(() => server.Execute($"select pg_terminate_backend(pid) from ({processes}) p"));

    private async Task Check()
    {
        var service = _replicas[0];
        // Sessions that were killed while they were idle are still in the pool.
        service.Database.Clear();
        await service.WaitUntilCaughtUp();
        foreach (var shard in (string[])["recorder", "payment_counts", "balances"])
            await Eventually.Holds(async () => (await service.GetStatus(shard)).Lag == 0, shard);
        await EventRecorder.ShouldHoldEveryEventOnceInOrder(service);
        await CheckActions(service);
        (
            await service.Scalar<long>("select count(*) from accounts.mt_events where mt_dotnet_type = 'abandoned'")
        ).ShouldBe(0);
        (
            await service.Services.GetRequiredService<Verification>().Run(TimeSpan.FromMinutes(1), default)
        ).Differences.ShouldBeEmpty();
        foreach (var table in (string[])["balances", "account_numbers", "payment_counts"])
        {
            var live = await Rows(service, table);
            await service.Services.GetRequiredService<ProjectionRebuild>().Run(table, default);
            (await Rows(service, table)).ShouldBe(live);
        }
    }

    private async Task CheckActions(AccountsService service)
    {
        var found = new Dictionary<string, long>();
        await using (
            var command = service.Database.CreateCommand(
                """
                select correlation_id, count(*) from accounts.mt_events
                where correlation_id is not null and type <> 'tombstone' group by correlation_id
                """
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

    private static Task<string> Rows(AccountsService service, string table) =>
        service.Scalar<string>($"select string_agg(r::text, E'\\n' order by r::text) from {table} r");
}
