using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Matches;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// Coordinators read the runs of programs at their sites: what was asked, how far each variant is, what was decided.
/// </summary>
public static class ReadRuns
{
    /// <param name="Scheduled">Whether the schedule of the program requested it; otherwise a coordinator did.</param>
    /// <param name="Matched">Mentees to whom the solver gave a mentor, in the variant that was reviewed, before that in
    /// the first; null until it is done.</param>
    /// <param name="BoundsMet">Whether every bound of fairness holds; null until it is done, or without bounds.</param>
    public sealed record RunSummary(
        Guid Id,
        Guid Program,
        string Kind,
        string State,
        DateTimeOffset RequestedAt,
        bool Scheduled,
        int? Matched,
        int? Unmatched,
        bool? BoundsMet
    );

    /// <param name="Scheduled">Whether the schedule of the program requested it; otherwise a coordinator did.</param>
    /// <param name="PoolVersion">The newest event of this service when the cohort was taken; null until then.</param>
    /// <param name="Weights">The weights in force, in thousandths that add up to 1000; empty until the run has
    /// started.</param>
    /// <param name="Variant">The variant that was reviewed; before that the first. The figures are its own.</param>
    /// <param name="Matched">Mentees to whom the solver gave a mentor.</param>
    /// <param name="Open">Proposals that are neither removed nor published nor skipped.</param>
    /// <param name="TotalScore">Sum over the solver's pairs, in millionths.</param>
    /// <param name="PublishedBy">Who published it; null before, and where the run needed no review.</param>
    /// <param name="PublicationReason">The reason that this person gave.</param>
    public sealed record RunView(
        Guid Id,
        Guid Program,
        MatchKind Kind,
        RunState State,
        bool Scheduled,
        Policy Policy,
        IReadOnlyList<Pair> Exclusions,
        string? InputsHash,
        string? SolverVersion,
        long? PoolVersion,
        IReadOnlyDictionary<string, int> Weights,
        int Mentees,
        int Mentors,
        int Capacity,
        int Variant,
        int Matched,
        int Unmatched,
        long TotalScore,
        int Open,
        int Published,
        int Skipped,
        string? Failure,
        Guid? PublishedBy,
        string? PublicationReason,
        IReadOnlyList<VariantView> Variants
    );

    /// <param name="State"><c>computing</c> while a replica reports progress.</param>
    /// <param name="GroupBy">Which label makes mentees a group; null without groups.</param>
    /// <param name="GroupSizes">How many mentees a mentoring group has; null where the run forms none.</param>
    /// <param name="Method">How mentees and mentors are matched.</param>
    /// <param name="MentorWeights">Of a stable method, the relative weights by factor for the mentors; null where they
    /// are those of the policy.</param>
    /// <param name="BlockingPairs">How many mentees and mentors would both rather have each other: 0 of a stable
    /// variant. Null until it is done, for peers and groups, and within bounds of fairness.</param>
    /// <param name="ResultHash">SHA-256 over the result: computed again from the record it is the same.</param>
    /// <param name="Fairness">How it treats groups and mentors, what was asked and what that cost; null until it is
    /// done, or without bounds.</param>
    public sealed record VariantView(
        int Variant,
        string? Name,
        VariantState State,
        ProgressView? Progress,
        string? Failure,
        Policy Policy,
        GroupBy? GroupBy,
        CapacityChange? Capacity,
        GroupSizes? GroupSizes,
        MatchingMethod Method,
        IReadOnlyDictionary<string, int>? MentorWeights,
        int Matched,
        int Unmatched,
        long TotalScore,
        int? BlockingPairs,
        int Open,
        string? InputsHash,
        string? SolverVersion,
        string? ResultHash,
        FairnessReport? Fairness
    );

    /// <param name="Stage"><c>candidates</c>, <c>cardinality</c>, <c>assignment</c>, <c>fairness</c> or
    /// <c>explanations</c>.</param>
    /// <param name="Progress">How much of the stage is done.</param>
    /// <param name="Replica">The process that computes it.</param>
    public sealed record ProgressView(string Stage, int Progress, string Replica, DateTimeOffset At);

    /// <summary>The newest first.</summary>
    public static async Task<Ok<PageResponse<RunSummary>>> List(
        Guid? program,
        Paging paging,
        ClaimsPrincipal user,
        ReadModels tables,
        CancellationToken ct
    )
    {
        var rights = user.ScopeOf(RunAccess.AuditRoles).ToJson();
        return paging.ToResponse(
            await tables.Page<RunSummary>(
                $"""
                select r.id, r.program, r.kind, r.state, r.requested_at, r.scheduled, v.matched, v.unmatched,
                    v.bounds_met
                from runs r
                    join mt_doc_programreplica p on p.id = r.program
                    join run_variants v on v.run = r.id and v.variant = r.chosen
                where exists (
                        select from jsonb_to_recordset({rights}::jsonb) as scope (sites text[], programs uuid[])
                        where (scope.sites = array['*'] or p.data -> 'siteCodes' ?| scope.sites)
                            and (scope.programs = array[]::uuid[] or r.program = any(scope.programs)))
                    and ({program}::uuid is null or r.program = {program}::uuid)
                """,
                paging,
                run => run.Id,
                ct,
                newestFirst: true
            )
        );
    }

    public static async Task<Ok<RunView>> Get(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        RunProgress progress,
        CancellationToken ct
    )
    {
        var run = await events.RequireViewRun(id, user, ct);
        var (started, shown, lines) = (run.Started, run.Variant, await progress.Of(run.Id, ct));
        return TypedResults.Ok(
            new RunView(
                id,
                run.Program.Value,
                run.Kind,
                run.State,
                run.Scheduled,
                shown.Policy,
                run.Exclusions,
                started?.InputsHash,
                started?.SolverVersion,
                started?.PoolVersion,
                started?.Weights ?? new Dictionary<string, int>(),
                started?.Mentees ?? 0,
                started?.Mentors ?? 0,
                started?.Capacity ?? 0,
                shown.Number,
                shown.Completed?.Matched ?? 0,
                shown.Completed?.Unmatched ?? 0,
                shown.Completed?.TotalScore ?? 0,
                shown.OpenProposals,
                run.Published,
                run.Skipped,
                shown.Failure,
                run.Publication?.By?.Value,
                run.Publication?.Reason?.ToString(),
                [.. run.Variants.Values.Select(v => View(v, lines))]
            )
        );
    }

    public static async Task<Ok<VariantView>> GetVariant(
        Guid id,
        int variant,
        ClaimsPrincipal user,
        EventStreams events,
        RunProgress progress,
        CancellationToken ct
    )
    {
        var run = await events.RequireViewRun(id, user, ct);
        return TypedResults.Ok(View(run.GetVariantOrThrow(variant), await progress.Of(run.Id, ct)));
    }

    private static VariantView View(Variant v, IReadOnlyDictionary<int, RunProgress.Entry> lines)
    {
        var progress = v.State is VariantState.Waiting ? lines.GetValueOrDefault(v.Number) : null;
        return new(
            v.Number,
            v.Terms.Name,
            progress is null ? v.State : VariantState.Computing,
            progress is null ? null : new(progress.Stage, progress.Progress, progress.Replica, progress.At),
            v.Failure,
            v.Policy,
            v.Terms.GroupBy,
            v.Terms.Capacity,
            v.Terms.GroupSizes,
            v.Terms.Method,
            v.Terms.MentorWeights,
            v.Completed?.Matched ?? 0,
            v.Completed?.Unmatched ?? 0,
            v.Completed?.TotalScore ?? 0,
            v.Completed?.BlockingPairs,
            v.OpenProposals,
            v.Completed?.InputsHash,
            v.Completed?.SolverVersion,
            v.Completed?.ResultHash,
            v.Completed?.Fairness
        );
    }
}
