using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Marten;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Before a session saves, loads or creates the keys of all people in its changes, in one round trip.
/// </summary>
internal sealed class PersonalDataListener(PersonalDataKeys keys) : DocumentSessionListenerBase
{
    private readonly JsonSerializerOptions _options = EventJson.CreateStoreOptions(keys);
    private readonly ConcurrentDictionary<Type, bool> _holdsPersonalData = [];

    /// <remarks>The method is not asynchronous, so that the keys belong to the save that calls it.</remarks>
    public override Task BeforeSaveChangesAsync(IDocumentSession session, CancellationToken token)
    {
        var changes = session.PendingChanges;
        object[] personal =
        [
            .. changes
                .Streams()
                .SelectMany(stream => stream.Events)
                .Select(e => e.Data)
                .Concat(changes.Inserts())
                .Concat(changes.Updates())
                .Where(value => HoldsPersonalData(value.GetType()))
                .Concat(changes.Operations().OfType<PersonalSqlOperation>().SelectMany(sql => sql.PersonalData)),
            .. changes.Streams().Any() && session.GetHeader(EventMetadata.ReasonHeader) is { } reason
                ? (object[])[reason]
                : [],
        ];
        return personal.Length == 0
            ? Task.CompletedTask
            : keys.WithKeys(create: true, () => Serialise(personal), token, PersonalDataKeys.StartSave()).AsTask();
    }

    private bool HoldsPersonalData(Type type) =>
        _holdsPersonalData.GetOrAdd(type, t => Contains(_options.GetTypeInfo(t), []));

    private bool Contains(JsonTypeInfo info, HashSet<Type> seen)
    {
        if ((Nullable.GetUnderlyingType(info.Type) ?? info.Type).IsAssignableTo(typeof(IPersonalData)))
            return true;
        if (!seen.Add(info.Type))
            return false;
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => info.Properties.Any(p => Contains(_options.GetTypeInfo(p.PropertyType), seen)),
            JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary when info.ElementType is { } element => Contains(
                _options.GetTypeInfo(element),
                seen
            ),
            _ => false,
        };
    }

    private long Serialise(object[] values) =>
        values.Sum(value => JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), _options).LongLength);
}
