namespace PeerNetwork.EventSourcing;

/// <summary>Why a request cannot be carried out, in the four ways that a client has to tell apart.</summary>
public enum DomainError
{
    /// <summary>What the request speaks of does not exist.</summary>
    NotFound,

    /// <summary>It exists, but not for this person.</summary>
    Forbidden,

    /// <summary>It contradicts the present state.</summary>
    Conflict,

    /// <summary>It can never be carried out as it is written.</summary>
    Invalid,
}

/// <summary>
/// Thrown by a decision that says no. It is mapped once, at the edge, to a problem that the client can act on.
/// </summary>
/// <param name="error">The kind of error.</param>
/// <param name="message">A sentence for the client that says what to change.</param>
public class DomainException(DomainError error, string message) : Exception(message)
{
    public DomainError Error { get; } = error;

    /// <summary>A stable kebab-case word for this very error, where clients have to recognise it.</summary>
    public string? Code { get; init; }
}

/// <summary>Others kept changing the stream while this decision was made, in every attempt.</summary>
public sealed class VersionConflictException(Exception cause)
    : Exception("Others changed this at the same time. Read it again and repeat the request.", cause);

/// <summary>
/// The client decided on a version of the stream (<c>If-Match</c>) that is no longer the current one.
/// </summary>
public sealed class StaleVersionException(Guid stream, long expected, long current)
    : Exception(
        $"The request was made for version {expected}, but the current version is {current}. "
            + "Read it again and decide anew."
    )
{
    public Guid Stream { get; } = stream;

    public long Current { get; } = current;
}

/// <summary>A unique index was violated: another stream already holds the value that this one claims.</summary>
/// <param name="index">The name of the violated index.</param>
/// <param name="message">The sentence that the projection registered for it.</param>
public sealed class UniqueConflictException(string index, string message) : Exception(message)
{
    public string Index { get; } = index;
}

/// <summary>A document with this identity was stored at the same time by another session.</summary>
public sealed class DuplicateDocumentException(Type document, Exception cause)
    : Exception($"A {document.Name} with this id was stored at the same time.", cause)
{
    public Type Document { get; } = document;
}
