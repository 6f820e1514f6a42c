using System.Linq.Expressions;
using Marten;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// A document that repeats what another service said of one of its streams. It does not follow from the events of this
/// service: exports carry it, and the state hash covers it.
/// </summary>
public interface IReplica
{
    /// <summary>The id of the source stream.</summary>
    Guid Id { get; }

    /// <summary>The version of the source stream that it repeats.</summary>
    long Version { get; }
}

public static class ReplicaRegistration
{
    /// <summary>
    /// Stores replicas of this kind. A write gives its revision, and changes nothing in the database where the stored
    /// revision is not lower: <c>TryUpdateRevision</c> then goes on, <c>UpdateRevision</c> makes the unit of work run
    /// again.
    /// </summary>
    /// <param name="options">The service's registrations.</param>
    /// <param name="revision">Reads the stored revision: the version of the source stream, or a number of its own where
    /// several messages change parts of the document.</param>
    public static MartenRegistry.DocumentMappingExpression<T> Replica<T>(
        this StoreOptions options,
        Expression<Func<T, long>> revision
    )
        where T : IReplica =>
        options
            .Schema.For<T>()
            .UseNumericRevisions(true)
            .Metadata(metadata =>
            {
                metadata.Revision.MapTo(revision);
                metadata.DotNetType.Enabled = false;
            });
}
