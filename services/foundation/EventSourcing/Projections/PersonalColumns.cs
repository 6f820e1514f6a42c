using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Dapper;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// The personal data columns of a row type. Dapper reads them encrypted. Then all rows of a query are decrypted
/// together, and their keys are loaded at once.
/// </summary>
internal sealed class PersonalColumns
{
    private static readonly ConcurrentDictionary<Type, PersonalColumns> Cache = [];

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

    public bool IsEmpty => _members is [];

    /// <summary>Must be called before rows of this type are read.</summary>
    public static PersonalColumns Of<TRow>() => Cache.GetOrAdd(typeof(TRow), row => new(row));

    public IReadOnlyList<TRow> Decrypt<TRow>(
        IReadOnlyList<TRow> rows,
        PersonalDataKeys keys,
        JsonSerializerOptions options
    ) => [.. rows.Select(row => (TRow)Decrypt(row!, keys, options))];

    private object Decrypt(object row, PersonalDataKeys keys, JsonSerializerOptions options)
    {
        foreach (var member in _members)
        {
            if (member.GetValue(row) is IPersonalData data)
                member.SetValue(row, keys.Decrypt(data, options));
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
