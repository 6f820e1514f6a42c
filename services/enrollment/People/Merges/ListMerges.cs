using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.People.Merges;

/// <summary>Shows who was merged into a person.</summary>
public static class ListMerges
{
    /// <param name="Merges">Those that were not undone, the first one first.</param>
    public sealed record Response(Guid Person, IReadOnlyList<MergeView> Merges);

    /// <param name="Record">Whose record of HR speaks for the person since then.</param>
    public sealed record MergeView(
        Guid Id,
        Guid Duplicate,
        SpeakingRecord Record,
        string? Reason,
        Guid By,
        DateTimeOffset At
    );

    public static async Task<Ok<Response>> Handle(Guid id, EventStreams events, CancellationToken ct)
    {
        var person =
            await events.Read<Person, PersonEvent>(id, Person.Evolve, ct)
            ?? throw new DomainException(DomainError.NotFound, "No such person.");
        return TypedResults.Ok(new Response(id, [.. person.Merges.Select(m => ViewOf(m.Made))]));
    }

    private static MergeView ViewOf(DuplicateMerged m) =>
        new(m.Merge.Value, m.Duplicate.Value, m.Record, m.Reason.Text, m.By, m.At);
}
