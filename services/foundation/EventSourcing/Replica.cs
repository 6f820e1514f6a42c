using System.Linq.Expressions;
using Marten;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// A document that copies data of another service's stream. It cannot be rebuilt from the events of this service, so
/// exports contain it and the state hash covers it.
/// </summary>
public interface IReplica
{
    /// <summary>The id of the source stream.</summary>
    Guid Id { get; }

    /// <summary>The version of the source stream that was copied.</summary>
    long Version { get; }
}

public static class ReplicaRegistration
{
    /// <summary>
    /// Stores replicas of this type. A write has a revision, and takes effect only if the stored revision is lower.
    /// Otherwise <c>TryUpdateRevision</c> does nothing, and <c>UpdateRevision</c> makes the unit of work run again.
    /// </summary>
    /// <param name="options">The service's registrations.</param>
    /// <param name="revision">Reads the stored revision: the version of the source stream, or a separate counter if
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
