using System.Data.Common;
using Marten.Storage;
using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Storage;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// A statement with personal data among its values. The data is encrypted when the command is built, after
/// <see cref="PersonalDataListener"/> has loaded the keys. Marten's own operation would write it as plain text.
/// </summary>
internal sealed class PersonalSqlOperation(char placeholder, string sql, object[] values)
    : Marten.Internal.Operations.IStorageOperation,
        NoDataReturnedCall
{
    public IEnumerable<IPersonalData> PersonalData =>
        values.OfType<IPersonalData>().Concat(values.OfType<Array>().Where(IsPersonal).SelectMany(ElementsOf));

    /// <summary>Personal data, or an array of it.</summary>
    public static bool IsPersonal(object value) =>
        value is IPersonalData || value.GetType().GetElementType()?.IsAssignableTo(typeof(IPersonalData)) is true;

    public Type DocumentType => typeof(StorageFeatures);

    public OperationRole Role() => OperationRole.Other;

    public void ConfigureCommand(Weasel.Postgresql.ICommandBuilder builder, IStorageSession session)
    {
        foreach (var (parameter, value) in builder.AppendWithParameters(sql, placeholder).Zip(values))
        {
            var stored = value switch
            {
                IPersonalData => session.Serializer.ToJson(value),
                Array many when IsPersonal(many) => ElementsOf(many).Select(session.Serializer.ToJson).ToArray(),
                _ => value,
            };
            if (PostgresqlProvider.Instance.TryGetDbType(stored.GetType()) is { } type)
                parameter.NpgsqlDbType = type;
            parameter.Value = stored;
        }
    }

    private static IEnumerable<IPersonalData> ElementsOf(Array values) => values.Cast<IPersonalData>();

    public Task PostprocessAsync(DbDataReader reader, IList<Exception> exceptions, CancellationToken token) =>
        Task.CompletedTask;
}
