using Npgsql;

namespace PeerNetwork.EventSourcing.Tests;

/// <summary>A transaction in plain SQL, which the test ends. It appends with Marten's SQL function.</summary>
public sealed class OpenTransaction : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private OpenTransaction(NpgsqlConnection connection) => _connection = connection;

    public static Task<OpenTransaction> Begin(AccountsService service) => Begin(service.ConnectionString);

    public static async Task<OpenTransaction> Begin(string connectionString)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        var transaction = new OpenTransaction(connection);
        await transaction.Execute("begin");
        return transaction;
    }

    /// <summary>Appends a payment to an account that is at this version.</summary>
    public Task PayIn(Guid account, long version, long cents, string type = "money_paid_in") =>
        Execute(
            $$"""
            select accounts.mt_quick_append_events(
                stream => '{{account}}', stream_type => null, tenantid => '*DEFAULT*',
                event_ids => array[gen_random_uuid()], event_types => array['{{type}}'],
                dotnet_types => array['none'], bodies => array['{"account":"{{account}}","cents":{{cents}}}'::jsonb],
                bdatas => array[null::bytea], causation_ids => array[null], correlation_ids => array[null],
                headers => array['{}'::jsonb], user_names => array[null], timestamps => array[now()],
                expected_version => {{version}})
            """
        );

    public async Task Execute(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync();
    }

    public Task Commit() => Execute("commit");

    public Task RollBack() => Execute("rollback");

    /// <summary>The server rolls back a transaction that is still open.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
