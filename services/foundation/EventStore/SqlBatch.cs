using System.Collections.Concurrent;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace PeerNetwork.EventStore;

/// <summary>A value to be stored as <c>jsonb</c>.</summary>
public readonly record struct Json(object Value);

/// <summary>SQL statements that are carried out together, in one transaction and one round trip.</summary>
public sealed class SqlBatch
{
    internal List<NpgsqlBatchCommand> Commands { get; } = [];

    /// <summary>Adds a statement; what stands in its holes becomes parameters, never text.</summary>
    /// <example><c>sql.Add($"insert into open_matches (id, mentor) values ({match}, {mentor})")</c></example>
    public void Add(FormattableString sql)
    {
        var command = new NpgsqlBatchCommand(sql.NumberedBy("$", firstNumber: 1));
        foreach (var value in sql.GetArguments())
            command.Parameters.Add(Parameter(value));
        Commands.Add(command);
    }

    /// <returns>How many rows were changed.</returns>
    internal Task<int> Execute(NpgsqlConnection connection, CancellationToken ct) => Execute(connection, Commands, ct);

    internal static async Task<int> Execute(
        NpgsqlConnection connection,
        IEnumerable<NpgsqlBatchCommand> commands,
        CancellationToken ct
    )
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in commands)
            batch.BatchCommands.Add(command);
        return batch.BatchCommands.Count == 0 ? 0 : await batch.ExecuteNonQueryAsync(ct);
    }

    internal static NpgsqlParameter Parameter(object? value) =>
        value switch
        {
            null => new() { Value = DBNull.Value },
            Json json => new()
            {
                Value = JsonSerializer.Serialize(json.Value, Options),
                NpgsqlDbType = NpgsqlDbType.Jsonb,
            },
            _ => new() { Value = ForPostgres(value) },
        };

    /// <summary>PostgreSQL keeps instants in UTC and takes no other offset.</summary>
    internal static object ForPostgres(object value) =>
        value is DateTimeOffset moment ? moment.ToUniversalTime() : value;

    private static readonly JsonSerializerOptions Options = new JsonSerializerOptions(
        JsonSerializerDefaults.Web
    ).WithSharedConverters();
}

internal static class SqlText
{
    /// <summary>Statements are literals in the code, so there are few; each is put together once.</summary>
    private static readonly ConcurrentDictionary<(string Format, string Prefix, int First), string> Known = [];

    /// <summary>The statement with its holes replaced by numbered parameter names.</summary>
    public static string NumberedBy(this FormattableString sql, string prefix, int firstNumber) =>
        Known.GetOrAdd(
            (sql.Format, prefix, firstNumber),
            static (key, count) =>
                string.Format(
                    System.Globalization.CultureInfo.InvariantCulture,
                    key.Format,
                    [.. Enumerable.Range(key.First, count).Select(object (n) => $"{key.Prefix}{n}")]
                ),
            sql.ArgumentCount
        );
}
