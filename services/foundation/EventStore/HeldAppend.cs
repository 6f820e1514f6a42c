using Npgsql;

namespace PeerNetwork.EventStore;

/// <summary>
/// Keeps what a request appends open until its answer is known, so that events and answer commit together: whoever repeats the request
/// finds both or neither.
/// </summary>
/// <remarks>
/// What is held is not in the read models yet. A further update or read of streams in the same request commits what was held before,
/// without an answer; such a request has to be one that can begin anew. Disposing undoes what was not committed.
/// </remarks>
public sealed class HeldAppend(EventStoreDatabase database, WakeUp wakeUp) : IAsyncDisposable
{
    private NpgsqlConnection? _connection;
    private NpgsqlTransaction? _transaction;

    /// <summary>Commits this statement and all that is held; where the statement changes no row, undoes all of it.</summary>
    /// <returns>Whether it was committed.</returns>
    public async Task<bool> CommitWith(FormattableString receipt, CancellationToken ct)
    {
        await using var connection = _connection is null ? await database.Source.OpenConnectionAsync(ct) : null;
        var sql = new SqlBatch();
        sql.Add(receipt);
        if (await sql.Execute(_connection ?? connection!, ct) == 0)
        {
            await DisposeAsync();
            return false;
        }

        await Settle(ct);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await using var connection = _connection;
        await using var transaction = _transaction;
        (_connection, _transaction) = (null, null);
    }

    internal async Task Run(IEnumerable<NpgsqlBatchCommand> commands, CancellationToken ct)
    {
        await Settle(ct);
        _connection = await database.Source.OpenConnectionAsync(ct);
        _transaction = await _connection.BeginTransactionAsync(ct);
        try
        {
            await SqlBatch.Execute(_connection, commands, ct);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    internal async Task Settle(CancellationToken ct)
    {
        if (_transaction is null)
            return;
        await _transaction.CommitAsync(ct);
        await DisposeAsync();
        wakeUp.Call();
    }
}
