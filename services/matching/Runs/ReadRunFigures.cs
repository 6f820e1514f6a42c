using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// What those who verify a run read of it: how many mentees each variant matches, how fairly, and what was decided. It
/// names no participant, and has no figures of groups, which can be small.
/// </summary>
public static class ReadRunFigures
{
    /// <param name="Variant">The variant that was reviewed; before that the first.</param>
    /// <param name="PublishedBy">Who published it; null before.</param>
    /// <param name="PublicationReason">The reason that this person gave.</param>
    public sealed record Response(
        Guid Id,
        Guid Program,
        RunState State,
        int Mentees,
        int Mentors,
        int Capacity,
        int Variant,
        int Published,
        int Skipped,
        Guid? PublishedBy,
        string? PublicationReason,
        IReadOnlyList<VariantFigures> Variants
    );

    /// <param name="Matched">Mentees to whom the solver gave a mentor; 0 until it is done.</param>
    /// <param name="Method">How mentees and mentors are matched.</param>
    /// <param name="BlockingPairs">How many mentees and mentors would both rather have each other: 0 of a stable
    /// variant. Null until it is done, for peers and groups, and within bounds of fairness.</param>
    /// <param name="Bounds">The bounds of fairness that were asked.</param>
    /// <param name="Fairness">Null until it is done.</param>
    public sealed record VariantFigures(
        int Variant,
        string? Name,
        VariantState State,
        int Matched,
        int Unmatched,
        MatchingMethod Method,
        int? BlockingPairs,
        FairnessBounds Bounds,
        FairnessFigures? Fairness
    );

    /// <param name="Met">Whether every bound holds, if there is any.</param>
    /// <param name="PriceInMatched">People fewer matched than without bounds.</param>
    /// <param name="PriceInScore">Millionths by which the total score is lower than without bounds.</param>
    public sealed record FairnessFigures(bool Met, int PriceInMatched, long PriceInScore, LoadFairness Load);

    public static async Task<Ok<Response>> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    )
    {
        var run = await events.RequireAuditRun(id, user, ct);
        return TypedResults.Ok(
            new Response(
                id,
                run.Program.Value,
                run.State,
                run.Started?.Mentees ?? 0,
                run.Started?.Mentors ?? 0,
                run.Started?.Capacity ?? 0,
                run.ChosenVariant,
                run.Published,
                run.Skipped,
                run.Publication?.By?.Value,
                run.Publication?.Reason?.ToString(),
                [.. run.Variants.Values.Select(Figures)]
            )
        );
    }

    private static VariantFigures Figures(Variant v) =>
        new(
            v.Number,
            v.Terms.Name,
            v.State,
            v.Completed?.Matched ?? 0,
            v.Completed?.Unmatched ?? 0,
            v.Terms.Method,
            v.Completed?.BlockingPairs,
            v.Policy.Fairness,
            v.Completed?.Fairness is { } f ? new(f.Met, f.PriceInMatched, f.PriceInScore, f.Load) : null
        );
}
