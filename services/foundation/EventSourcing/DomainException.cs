namespace PeerNetwork.EventSourcing;

/// <summary>The four kinds of error that a client must distinguish.</summary>
public enum DomainError
{
    /// <summary>The resource does not exist.</summary>
    NotFound,

    /// <summary>The caller has no access to the resource.</summary>
    Forbidden,

    /// <summary>The request conflicts with the current state.</summary>
    Conflict,

    /// <summary>The request is invalid in any state.</summary>
    Invalid,
}

/// <summary>
/// Thrown by a decision that rejects a request. <c>Problems.Of</c> maps it to the problem that the client reads.
/// </summary>
/// <param name="error">The kind of error.</param>
/// <param name="message">A sentence for the client.</param>
public class DomainException(DomainError error, string message) : Exception(message)
{
    public DomainError Error { get; } = error;

    /// <summary>A stable kebab-case code, for an error that clients must recognise.</summary>
    public string? Code { get; init; }
}

/// <summary>Other writers changed the stream during every attempt of a decision.</summary>
public sealed class VersionConflictException(Exception cause)
    : Exception("Others changed this at the same time. Read it again and repeat the request.", cause);

/// <summary>The version that the client expects (<c>If-Match</c>) is not the current version of the stream.</summary>
public sealed class StaleVersionException(Guid stream, long expected, long current)
    : Exception(
        $"The request was made for version {expected}, but the current version is {current}. "
            + "Read it again before you repeat the request."
    )
{
    public Guid Stream { get; } = stream;

    public long Current { get; } = current;
}

/// <summary>A unique index was violated: another stream already has the value.</summary>
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
