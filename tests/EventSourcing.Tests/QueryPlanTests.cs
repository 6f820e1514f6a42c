using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Testing;

namespace PeerNetwork.EventSourcing.Tests;

/// <summary>
/// No statement on a hot path reads the whole of a table that grows. The plans come from the server log.
/// </summary>
[Collection(nameof(PostgresCollection))]
public sealed class QueryPlanTests(PostgresFixture server) : IAsyncLifetime
{
    private const int Accounts = 10_000;

    private AccountsService _service = null!;
    private string _database = "";

    public async Task InitializeAsync()
    {
        _database = await server.NewDatabase();
        await (await AccountsService.Start(_database)).DisposeAsync();
        await Fill();
        await QueryPlanLog.Start(server, _database);
        _service = await AccountsService.Start(_database);
    }

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task With_thousands_of_streams_no_statement_scans_a_table_that_grows()
    {
        var log = new QueryPlanLog(server, _database);
        await RunHotPaths();
        var statements = log.Read();
        foreach (
            var part in (string[])
                [
                    "mt_quick_append_events",
                    "update accounts.mt_event_progression",
                    "from accounts.mt_events as d",
                    "from processed_messages",
                    "from accounts.personal_data_keys",
                    "from balances",
                ]
        )
            statements.ShouldContain(s => s.Text.Contains(part, StringComparison.OrdinalIgnoreCase), part);
        foreach (
            var table in (string[])
                ["mt_events", "mt_streams", "processed_messages", "personal_data_keys", "balances", "account_numbers"]
        )
            statements
                .SelectMany(s => s.Nodes)
                .ShouldContain(n => n.Table == table && n.Kind.Contains("Index", StringComparison.Ordinal), table);
        // The service loads all keys at startup.
        statements
            .Where(s =>
                s.ReadsAGrowingTable() && !s.Text.EndsWith("from accounts.personal_data_keys", StringComparison.Ordinal)
            )
            .ShouldBeEmpty();
    }

    /// <summary>Runs the statements of requests, messages and queries.</summary>
    private async Task RunHotPaths()
    {
        var (first, second) = (IdOf(17), IdOf(4711));
        await using (var rolledBack = await OpenTransaction.Begin(_service))
        {
            await rolledBack.PayIn(first, 1, 1);
            await rolledBack.RollBack();
        }

        await Task.WhenAll(Enumerable.Range(100, 20).Select(n => _service.PayIn(IdOf(n), 1)));
        await _service.PayIn(first, 5);
        await _service.Transfer(first, second, 5);
        await _service.Update(second, _ => [new NumberChanged(new(second), "another")]);
        await Should.ThrowAsync<UniqueConflictException>(() => _service.OpenAccount("number 1"));
        await _service.OpenAccount();
        await _service.InScope((events, _) => events.History(first, default));
        foreach (var _ in (int[])[1, 2])
            await _service.PayInOnce(IdOf(3), "new", second);
        var newest = await _service.Scalar<long>("select max(seq_id) from accounts.mt_events");
        await Eventually.Holds(async () => (await _service.GetStatus("balances")).Position >= newest);
        await _service.GetBalance(first);
        await _service.ReadModels.Page<Balance>($"select * from balances", new(null, 50), b => b.Id, default);
        await _service.ReadModels.Page<Balance>($"select * from balances", new(first, 50), b => b.Id, default);
        await _service.Services.GetRequiredService<PersonalDataKeys>().Erase(first, DateTimeOffset.UnixEpoch, default);
    }

    private async Task Fill()
    {
        await using var transaction = await OpenTransaction.Begin(_database);
        await transaction.Execute(
            $$"""
            create temporary table a as
                select n, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id
                from generate_series(1, {{Accounts}}) n;
            insert into accounts.mt_streams (id, version) select id, 1 from a;
            insert into accounts.mt_events (seq_id, id, stream_id, version, data, type, timestamp)
            select nextval('accounts.mt_events_sequence'), gen_random_uuid(), id, 1,
                jsonb_build_object('account', id, 'number', 'number ' || n, 'currency', 'euro',
                'holder', jsonb_build_object('owner', id, 'text', null), 'on', '2026-11-22'), 'account_opened', now()
                    from a;
            insert into balances_v1.balances select id, 'number ' || n, jsonb_build_object('owner', id), 0, 1,
                '2026-11-22', now() from a;
            insert into account_numbers_v1.account_numbers select id, 'number ' || n from a;
            insert into accounts.processed_messages (message_id, consumer) select id, 'consumer' from a;
            insert into accounts.personal_data_keys (owner, master_key, erased_at) select id, 0, now() from a;
            insert into accounts.mt_event_progression (name, last_seq_id, last_updated) 
                values ('balances:All', {{Accounts}}, now()), ('HighWaterMark', {{Accounts}}, now())
                on conflict (name) do update set last_seq_id = excluded.last_seq_id;
            commit
            """
        );
        await transaction.Execute("analyze");
    }

    private static Guid IdOf(int n) => Guid.Parse($"00000000-0000-7000-8000-{n:x12}");
}
