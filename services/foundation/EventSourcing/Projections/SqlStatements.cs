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

    /// <summary>
    /// Carries out a statement with the unit of work of this session. A <see cref="PersonalText"/> or
    /// <see cref="PersonalValue{T}"/> goes encrypted into a <c>jsonb</c> column, in the form in which it stands in
    /// events.
    /// </summary>
    /// <example><c>operations.QueueSql($"insert into sites (id, code) values ({site}, {code})")</c></example>
    public static void QueueSql(this IDocumentOperations operations, FormattableString sql)
    {
        var arguments = sql.GetArguments();
        // Marten sends a null as text, which PostgreSQL refuses for columns of other types: it is written out.
        var text = sql.With(n =>
            arguments[n] switch
            {
                null => "null",
                IPersonalData => $"{Placeholder}::jsonb",
                _ => $"{Placeholder}",
            }
        );
        object[] values = [.. arguments.Where(value => value is not null).Select(ForPostgres)!];
        if (values.Any(value => value is IPersonalData))
            operations.QueueOperation(new PersonalSqlOperation(Placeholder, text, values));
        else
            operations.QueueSqlCommand(Placeholder, text, values);
    }

    /// <summary>A value for a <c>jsonb</c> column; in the statement it needs the cast <c>::jsonb</c>.</summary>
    public static string? ToJsonb<T>(T? value)
        where T : class => value is null ? null : JsonSerializer.Serialize(value, Json);

    /// <summary>The statement with its holes replaced by what stands for the values.</summary>
    internal static string With(this FormattableString sql, Func<int, string> replacement) =>
        string.Format(
            CultureInfo.InvariantCulture,
            sql.Format,
            [.. Enumerable.Range(0, sql.ArgumentCount).Select(object (n) => replacement(n))]
        );

    /// <summary>PostgreSQL keeps instants in UTC and takes no other offset.</summary>
    internal static object? ForPostgres(object? value) =>
        value is DateTimeOffset moment ? moment.ToUniversalTime() : value;
}
