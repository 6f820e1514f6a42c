using Npgsql;

namespace PeerNetwork.EventStore.Tests;

/// <summary>A writer in slow motion: appends statement by statement in a transaction that stays open for as long as the test wants.</summary>
public sealed class Writer : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private Writer(NpgsqlConnection connection) => _connection = connection;

    public int ProcessId => _connection.ProcessID;

    public static Task<Writer> Begin(Bank bank) => Begin(bank.ConnectionString);

    public static async Task<Writer> Begin(string connectionString)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        var writer = new Writer(connection);
        await writer.Execute("begin");
        return writer;
    }

    /// <summary>Appends by the store's own function, to an account at this version.</summary>
    public Task PayIn(Guid account, long expected, long cents) =>
        Execute(
            $$"""
            select bank.append_events(array['{{account}}'::uuid], array['account'], array[{{expected}}::bigint], array[{{expected
                + 1}}::bigint],
                array[gen_random_uuid()], array['{{account}}'::uuid], array[{{expected + 1}}::bigint],
                array['{"account":"{{account}}","cents":{{cents}}}'::jsonb], array['money_paid_in'], array['x'], array[now()], array[null::text], array[null::text], array['{}'::jsonb])
            """
        );

    public async Task Execute(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Commits, and wakes the readers as the store does after an append.</summary>
    public Task Commit() => Execute("commit; select pg_notify('bank_events', '')");

    public Task RollBack() => Execute("rollback");

    /// <summary>A transaction that is still open is rolled back by the server.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
