using System.Data;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Dapper;
using Npgsql;

namespace PeerNetwork.EventSourcing;

/// <summary>One page of a list that is ordered by id.</summary>
/// <param name="After">The id after which the page begins; null for the first page.</param>
/// <param name="Limit">The maximum number of items.</param>
public sealed record PageRequest(Guid? After, int Limit);

/// <param name="Items">The items, in the order of their ids.</param>
/// <param name="Next">The id after which the next page begins; null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, Guid? Next)
{
    /// <summary>The same page with each item converted.</summary>
    public Page<TOther> Select<TOther>(Func<T, TOther> selector) => new([.. Items.Select(selector)], Next);
}

/// <summary>Queries over projections.</summary>
/// <remarks>
/// <c>T</c> is a positional record whose parameters match the selected columns in order and type: <c>uuid</c> Guid,
/// <c>text</c> string, <c>int</c> int, <c>bigint</c> long, <c>timestamptz</c> DateTimeOffset, <c>date</c> DateOnly,
/// <c>numeric</c> decimal, arrays of these; <c>jsonb</c> <see cref="PersonalText"/> or
/// <see cref="PersonalValue{T}"/>, which are decrypted, with the keys of all rows loaded at once.
/// </remarks>
public sealed class ReadModels(EventDatabase database, PersonalDataKeys keys)
{
    private readonly JsonSerializerOptions _stored = EventJson.CreateStoreOptions(keys);

    static ReadModels()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new DateTimeOffsetHandler());
        SqlMapper.AddTypeHandler(new DateOnlyHandler());
        SqlMapper.AddTypeHandler(new ArrayHandler<string>());
        SqlMapper.AddTypeHandler(new ArrayHandler<Guid>());
    }

    /// <summary>
    /// All rows. Interpolated values become parameters, never text; an interpolated statement is a part of this one.
    /// </summary>
    public async Task<IReadOnlyList<T>> Query<T>(FormattableString sql, CancellationToken ct)
    {
        var personal = PersonalColumns.Of<T>();
        IReadOnlyList<T> rows;
        await using (var connection = await database.Source.OpenConnectionAsync(ct))
            rows = (await connection.QueryAsync<T>(Command(sql, ct))).AsList();
        return personal.IsEmpty
            ? rows
            : await keys.WithKeys(create: false, () => personal.Decrypt(rows, keys, _stored), ct);
    }

    /// <summary>The first row, or the default value of <typeparamref name="T"/> if there is none.</summary>
    public async Task<T?> QueryFirstOrDefault<T>(FormattableString sql, CancellationToken ct) =>
        await Query<T>(sql, ct) is [var first, ..] ? first : default;

    /// <summary>
    /// One page of the rows, ordered by the column <c>id</c> (uuid), which the statement must select.
    /// </summary>
    /// <param name="newestFirst">The greatest id first; ids begin with the time at which they were made.</param>
    public async Task<Page<T>> Page<T>(
        FormattableString sql,
        PageRequest page,
        Func<T, Guid> id,
        CancellationToken ct,
        bool newestFirst = false
    )
    {
        var n = sql.ArgumentCount;
        var (follows, direction) = newestFirst ? ("<", "desc") : (">", "asc");
        var paged = FormattableStringFactory.Create(
            $"select * from ({sql.Format}) rows where ({{{n}}}::uuid is null or id {follows} {{{n}}}::uuid) "
                + $"order by id {direction} limit {{{n + 1}}}",
            [.. sql.GetArguments(), page.After, page.Limit + 1]
        );
        var rows = await Query<T>(paged, ct);
        return rows.Count <= page.Limit ? new(rows, null) : new([.. rows.Take(page.Limit)], id(rows[page.Limit - 1]));
    }

    private static CommandDefinition Command(FormattableString sql, CancellationToken ct)
    {
        var values = new List<object?>();
        return new(TextOf(sql, values), new Parameters(values), cancellationToken: ct);
    }

    /// <param name="sql">A statement, or a part of one.</param>
    /// <param name="values">Gets the values of the parameters.</param>
    private static string TextOf(FormattableString sql, List<object?> values) =>
        sql.Format(n =>
        {
            if (sql.GetArgument(n) is FormattableString part)
                return TextOf(part, values);
            values.Add(sql.GetArgument(n));
            return $"@p{values.Count - 1}";
        });

    private sealed class Parameters(List<object?> values) : SqlMapper.IDynamicParameters
    {
        public void AddParameters(IDbCommand command, SqlMapper.Identity identity)
        {
            for (var i = 0; i < values.Count; i++)
            {
                command.Parameters.Add(new NpgsqlParameter($"p{i}", SqlStatements.ToUtc(values[i]) ?? DBNull.Value));
            }
        }
    }

    private sealed class DateTimeOffsetHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) =>
            value is DateTimeOffset moment ? moment : new((DateTime)value, TimeSpan.Zero);

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) =>
            parameter.Value = value.ToUniversalTime();
    }

    private sealed class DateOnlyHandler : SqlMapper.TypeHandler<DateOnly>
    {
        public override DateOnly Parse(object value) =>
            value is DateOnly date ? date : DateOnly.FromDateTime((DateTime)value);

        public override void SetValue(IDbDataParameter parameter, DateOnly value) =>
            ((NpgsqlParameter)parameter).Value = value;
    }

    /// <summary>
    /// Npgsql reports every array column as <c>System.Array</c>, so Dapper needs a handler for each array type.
    /// </summary>
    private sealed class ArrayHandler<T> : SqlMapper.TypeHandler<T[]>
    {
        public override T[] Parse(object value) => (T[])value;

        public override void SetValue(IDbDataParameter parameter, T[]? value) => parameter.Value = value;
    }
}
