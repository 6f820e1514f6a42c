namespace PeerNetwork.EventStore;

/// <summary>Why a request cannot be carried out, in the four ways that a client has to tell apart.</summary>
public enum Refusal
{
    /// <summary>What the request speaks of does not exist.</summary>
    Missing,

    /// <summary>It exists, but not for this person.</summary>
    NotAllowed,

    /// <summary>It contradicts the present state.</summary>
    Conflict,

    /// <summary>It can never be carried out as it is written.</summary>
    Invalid,
}

/// <summary>Thrown by a decision that says no; mapped once, at the edge, to a problem that the client can act on.</summary>
/// <param name="refusal">The kind of refusal.</param>
/// <param name="message">A sentence for the client that says what to change.</param>
public class RefusedException(Refusal refusal, string message) : Exception(message)
{
    public Refusal Refusal { get; } = refusal;

    /// <summary>A stable kebab-case word for this very refusal, where clients have to recognise it.</summary>
    public string? Code { get; init; }
}

/// <summary>Others kept changing the stream while this decision was made, more often than it was made again.</summary>
public sealed class VersionConflictException(Guid stream)
    : Exception("Others changed this at the same time. Read it again and repeat the request.")
{
    public Guid Stream { get; } = stream;
}

/// <summary>The client decided on a version of the stream (<c>If-Match</c>) that is no longer the current one.</summary>
public sealed class StaleVersionException(Guid stream, long expected, long current)
    : Exception(
        $"The request was made for version {expected}, but the current version is {current}. Read it again and decide anew."
    )
{
    public Guid Stream { get; } = stream;
    public long Current { get; } = current;
}

/// <summary>A unique index of an inline projection was violated: another stream already holds what this one claims.</summary>
/// <param name="index">The name of the violated index.</param>
/// <param name="message">The sentence registered for it with <see cref="EventStoreBuilder.Unique"/>.</param>
public sealed class UniqueConflictException(string index, string message) : Exception(message)
{
    public string Index { get; } = index;
}

/// <summary>The message that is being handled was handled before; its effect is already there.</summary>
public sealed class AlreadyHandledException : Exception;
