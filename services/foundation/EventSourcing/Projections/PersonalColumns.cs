using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Dapper;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// The members of a row that hold personal data. Dapper reads them encrypted; then the rows of a query are opened
/// together, with the keys of all their people.
/// </summary>
internal sealed class PersonalColumns
{
    private static readonly ConcurrentDictionary<Type, PersonalColumns> Known = [];

    private readonly PropertyInfo[] _members;

    private PersonalColumns(Type row)
    {
        _members = [.. row.GetProperties().Where(p => TypeOf(p).IsAssignableTo(typeof(IPersonalData)))];
        foreach (var type in _members.Select(TypeOf).Distinct())
            SqlMapper.AddTypeHandler(
                type,
                (SqlMapper.ITypeHandler)Activator.CreateInstance(typeof(Column<>).MakeGenericType(type))!
            );
    }

    public bool None => _members is [];

    /// <summary>To be called before rows of this type are read.</summary>
    public static PersonalColumns Of<TRow>() => Known.GetOrAdd(typeof(TRow), row => new(row));

    public IReadOnlyList<TRow> Open<TRow>(
        IReadOnlyList<TRow> rows,
        PersonalDataKeys keys,
        JsonSerializerOptions options
    ) => [.. rows.Select(row => (TRow)Open(row!, keys, options))];

    private object Open(object row, PersonalDataKeys keys, JsonSerializerOptions options)
    {
        foreach (var member in _members)
        {
            if (member.GetValue(row) is IPersonalData data)
                member.SetValue(row, keys.Open(data, options));
        }

        return row;
    }

    private static Type TypeOf(PropertyInfo member) =>
        Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;

    private sealed class Column<T> : SqlMapper.TypeHandler<T>
        where T : struct, IPersonalData<T>
    {
        public override T Parse(object value) =>
            StoredPersonalData.Read<T>(
                JsonSerializer.Deserialize<StoredPersonalData>((string)value, JsonSerializerOptions.Web)
            );

        public override void SetValue(System.Data.IDbDataParameter parameter, T value) =>
            throw new NotSupportedException("Encrypted values cannot be searched for.");
    }
}
