namespace PeerNetwork.EventSourcing;

/// <summary>A user was shown personal data of others. The actor of the event is the reader.</summary>
/// <param name="Kind">What was shown: a stable camelCase word, such as <c>applications</c>.</param>
/// <param name="People">Whose data it was; empty for a list.</param>
/// <param name="Ids">The ids in the address of the request: of the resource, or of the filter of a list.</param>
public sealed record PersonalDataRead(
    string Kind,
    IReadOnlyList<Guid> People,
    IReadOnlyList<Guid> Ids,
    DateTimeOffset At
);

/// <summary>The reads of one user on one day are one stream. Nothing is folded from it.</summary>
internal sealed class ReadsOfDay;
