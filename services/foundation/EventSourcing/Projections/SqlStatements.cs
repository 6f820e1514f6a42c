using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Marten;

namespace PeerNetwork.EventSourcing;

/// <summary>SQL as interpolated strings: what stands in the holes becomes parameters, never text.</summary>
public static class SqlStatements
{
    /// <summary>No statement of ours contains it.</summary>
    private const char Placeholder = '\u001f';

    private static readonly JsonSerializerOptions Json = new JsonSerializerOptions(
        JsonSerializerDefaults.Web
    ).WithSharedConverters();

    /// <summary>Statements are literals in the code, so there are few; each is put together once.</summary>
    private static readonly ConcurrentDictionary<(string Format, string Prefix), string> Known = [];

    /// <summary>Carries out a statement with the unit of work of this session.</summary>
    /// <example><c>operations.QueueSql($"insert into sites (id, code) values ({site}, {code})")</c></example>
    public static void QueueSql(this IDocumentOperations operations, FormattableString sql) =>
        operations.QueueSqlCommand(
            Placeholder,
            sql.WithParameters($"{Placeholder}", numbered: false),
            [.. sql.GetArguments().Select(ForPostgres)!]
        );

    /// <summary>A value for a <c>jsonb</c> column; in the statement it needs the cast <c>::jsonb</c>.</summary>
    public static string? ToJsonb<T>(T? value)
        where T : class => value is null ? null : JsonSerializer.Serialize(value, Json);

    /// <summary>The statement with its holes replaced by the names of parameters.</summary>
    internal static string WithParameters(this FormattableString sql, string prefix, bool numbered) =>
        Known.GetOrAdd(
            (sql.Format, prefix),
            static (key, arguments) =>
                string.Format(
                    CultureInfo.InvariantCulture,
                    key.Format,
                    [
                        .. Enumerable
                            .Range(0, arguments.Count)
                            .Select(object (n) => arguments.Numbered ? $"{key.Prefix}{n}" : key.Prefix),
                    ]
                ),
            (Count: sql.ArgumentCount, Numbered: numbered)
        );

    /// <summary>PostgreSQL keeps instants in UTC and takes no other offset.</summary>
    internal static object? ForPostgres(object? value) =>
        value is DateTimeOffset moment ? moment.ToUniversalTime() : value;
}
