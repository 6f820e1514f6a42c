using Marten;
using Marten.Schema;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// The documents that must be exported, because they cannot be rebuilt from events: the replicas. Other documents, such
/// as stored responses, may be lost.
/// </summary>
public sealed class ReplicaDocuments(IDocumentStore store)
{
    /// <summary>The document types, ordered by alias.</summary>
    internal IReadOnlyList<IDocumentType> Types { get; } =
    [
        .. store
            .Options.AllKnownDocumentTypes()
            .Where(type => type.DocumentType.IsAssignableTo(typeof(IReplica)))
            .OrderBy(type => type.Alias, StringComparer.Ordinal),
    ];

    internal IEnumerable<string> Tables => Types.Select(type => type.TableName.QualifiedName);
}
