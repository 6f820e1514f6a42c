using System.Globalization;
using System.Text.Json;
using Marten;

namespace PeerNetwork.EventSourcing;

/// <summary>SQL as interpolated strings. Interpolated values become parameters, never text.</summary>
public static class SqlStatements
{
    /// <summary>A character that no statement contains.</summary>
    private const char Placeholder = '\u001f';

    private static readonly JsonSerializerOptions Json = new JsonSerializerOptions(
        JsonSerializerDefaults.Web
    ).WithSharedConverters();

    /// <summary>
    /// Adds a statement to the unit of work of this session. A <see cref="PersonalText"/> or
    /// <see cref="PersonalValue{T}"/> is stored encrypted in a <c>jsonb</c> column, in the same form as in events; so
    /// are those of an array.
    /// </summary>
    /// <example><c>operations.QueueSql($"insert into sites (id, code) values ({site}, {code})")</c></example>
    public static void QueueSql(this IDocumentOperations operations, FormattableString sql)
    {
        var arguments = sql.GetArguments();
        // Marten sends a null parameter as text, which PostgreSQL rejects for other column types. So null is written
        // into the statement.
        var text = sql.Format(n =>
            arguments[n] switch
            {
                null => "null",
                IPersonalData => $"{Placeholder}::jsonb",
                Array values when PersonalSqlOperation.IsPersonal(values) => $"{Placeholder}::jsonb[]",
                _ => $"{Placeholder}",
            }
        );
        object[] values = [.. arguments.Where(value => value is not null).Select(ToUtc)!];
        if (values.Any(PersonalSqlOperation.IsPersonal))
            operations.QueueOperation(new PersonalSqlOperation(Placeholder, text, values));
        else
            operations.QueueSqlCommand(Placeholder, text, values);
    }

    /// <summary>A value for a <c>jsonb</c> column. The statement must cast it with <c>::jsonb</c>.</summary>
    public static string? ToJsonb<T>(T? value)
        where T : class => value is null ? null : JsonSerializer.Serialize(value, Json);

    /// <summary>The statement with a replacement for each interpolated value.</summary>
    internal static string Format(this FormattableString sql, Func<int, string> replacement) =>
        string.Format(
            CultureInfo.InvariantCulture,
            sql.Format,
            [.. Enumerable.Range(0, sql.ArgumentCount).Select(object (n) => replacement(n))]
        );

    /// <summary>Npgsql accepts a DateTimeOffset only in UTC.</summary>
    internal static object? ToUtc(object? value) => value is DateTimeOffset moment ? moment.ToUniversalTime() : value;
}
