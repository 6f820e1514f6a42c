using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace PeerNetwork.Benchmarks.Events;

/// <summary>
/// The floor: the same rows in the same tables by nothing but Npgsql. A stream row and one multi-row INSERT in one
/// transaction and one round trip, prepared; a plain SELECT of the same rows, deserialised.
/// </summary>
internal sealed class PlainLedger : IAsyncDisposable
{
    private const string Insert = $"""
        insert into {Ledger.Schema}.mt_events (stream_id, timestamp, headers, mt_dotnet_type, type, seq_id, id, version,
            data) values
            ($1, $2, $3, $4, 'posted', nextval('{Ledger.Schema}.mt_events_sequence'), $5, $6, $7),
            ($1, $2, $3, $4, 'posted', nextval('{Ledger.Schema}.mt_events_sequence'), $8, $9, $10),
            ($1, $2, $3, $4, 'posted', nextval('{Ledger.Schema}.mt_events_sequence'), $11, $12, $13)
        """;

    private readonly NpgsqlDataSource _database;

    public PlainLedger(string connectionString) =>
        _database = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connectionString)
            {
                MaxPoolSize = 80,
                MaxAutoPrepare = 20,
                AutoPrepareMinUsages = 2,
            }
        );

    public async Task Append(Guid account, long version)
    {
        await using var batch = _database.CreateBatch();
        var now = DateTimeOffset.UtcNow;
        batch.BatchCommands.Add(
            version == 0
                ? new(
                    $"insert into {Ledger.Schema}.mt_streams (id, type, version, timestamp, created) values ($1, "
                        + "'account', $2, $3, $3)"
                )
                {
                    Parameters =
                    {
                        new() { Value = account },
                        new() { Value = version + Ledger.EventsPerAppend },
                        new() { Value = now },
                    },
                }
                : new(
                    $"update {Ledger.Schema}.mt_streams set version = $2, timestamp = $3 where id = $1 and version = $4"
                )
                {
                    Parameters =
                    {
                        new() { Value = account },
                        new() { Value = version + Ledger.EventsPerAppend },
                        new() { Value = now },
                        new() { Value = version },
                    },
                }
        );
        batch.BatchCommands.Add(Events(account, version, now));
        if (await batch.ExecuteNonQueryAsync() != 1 + Ledger.EventsPerAppend)
            throw new InvalidOperationException("The stream is at another version.");
    }

    /// <summary>The rows of a stream and the objects in them.</summary>
    public async Task<int> Read(Guid account)
    {
        await using var command = _database.CreateCommand(
            "select seq_id, id, stream_id, version, data, type, timestamp, correlation_id, causation_id, headers "
                + $"from {Ledger.Schema}.mt_events where stream_id = $1 order by version"
        );
        command.Parameters.Add(new() { Value = account });
        await using var rows = await command.ExecuteReaderAsync();
        var postings = 0;
        while (await rows.ReadAsync())
            if (
                JsonSerializer.Deserialize<Posted>(rows.GetFieldValue<byte[]>(4), JsonSerializerOptions.Web) is not null
            )
                postings++;
        return postings;
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static NpgsqlBatchCommand Events(Guid account, long version, DateTimeOffset now)
    {
        var command = new NpgsqlBatchCommand(Insert)
        {
            Parameters =
            {
                new() { Value = account },
                new() { Value = now },
                new() { Value = "{}", NpgsqlDbType = NpgsqlDbType.Jsonb },
                new() { Value = "PeerNetwork.Benchmarks.Events.Posted, PeerNetwork.Benchmarks" },
            },
        };
        foreach (var (n, posting) in Ledger.Postings(account).Index())
        {
            command.Parameters.Add(new() { Value = Guid.CreateVersion7(now) });
            command.Parameters.Add(new() { Value = version + n + 1 });
            command.Parameters.Add(
                new()
                {
                    Value = JsonSerializer.Serialize(posting, JsonSerializerOptions.Web),
                    NpgsqlDbType = NpgsqlDbType.Jsonb,
                }
            );
        }

        return command;
    }
}
