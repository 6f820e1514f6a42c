using Marten;
using Marten.Schema;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// The documents that do not follow from the events of this service. Others, such as the answers to idempotency keys,
/// may be lost.
/// </summary>
public sealed class KeptDocuments(IDocumentStore store)
{
    /// <summary>In the order of their aliases.</summary>
    internal IReadOnlyList<IDocumentType> Types { get; } =
    [
        .. store
            .Options.AllKnownDocumentTypes()
            .Where(type => type.DocumentType.IsAssignableTo(typeof(IReplica)))
            .OrderBy(type => type.Alias, StringComparer.Ordinal),
    ];

    internal IEnumerable<string> Tables => Types.Select(type => type.TableName.QualifiedName);
}
