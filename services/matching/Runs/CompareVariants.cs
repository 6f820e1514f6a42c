using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// Coordinators compare two variants of a run: how many mentees they match and how well, how they load mentors and
/// treat groups, and which mentees are better or worse off. Scores are compared by the weights of the run's first
/// variant, whatever their own: one measure for both. Beside a stable variant they read what the matched mentees are
/// worth to their mentors, too. What was changed by hand does not count.
/// </summary>
public static class CompareVariants
{
    private const int MaxChanges = 50;

    /// <param name="Groups">How the two treat each group, by this label.</param>
    /// <param name="ImprovedCount">How many mentees are better off in the second: matched where they were not, or with
    /// a greater score.</param>
    /// <param name="WorsenedCount">How many are worse off.</param>
    /// <param name="UnchangedCount">How many are matched in both with the same score, or in neither.</param>
    /// <param name="Improved">Those at your sites who gain most, 50 at most.</param>
    /// <param name="Worsened">Those at your sites who lose most, 50 at most.</param>
    /// <param name="MentorWeights">The measure of what mentees are worth to mentors, in thousandths by factor: that of
    /// the first of the two that is stable. Null where neither is.</param>
    public sealed record Response(
        VariantSummary A,
        VariantSummary B,
        GroupBy GroupBy,
        IReadOnlyList<GroupComparison> Groups,
        int ImprovedCount,
        int WorsenedCount,
        int UnchangedCount,
        IReadOnlyList<Change> Improved,
        IReadOnlyList<Change> Worsened,
        IReadOnlyDictionary<string, int>? MentorWeights = null
    );

    /// <param name="TotalScore">By the variant's own weights, in millionths; all other scores are by the common
    /// measure.</param>
    /// <param name="BlockingPairs">How many mentees and mentors who may be matched would both rather have each other: 0
    /// of a stable variant; of an optimal one by its own weights. Null within bounds of fairness, and for peers and
    /// groups.</param>
    /// <param name="MentorMean">What a matched mentee is worth to the mentor, in millionths, by
    /// the measure of mentors; null without these, or without a match.</param>
    public sealed record VariantSummary(
        int Variant,
        string? Name,
        long TotalScore,
        VariantMetrics Metrics,
        MatchingMethod Method,
        int? BlockingPairs,
        int? MentorMean = null
    );

    /// <param name="Group">Null for mentees of whom the label is not recorded.</param>
    public sealed record GroupComparison(string? Group, int Mentees, GroupRate A, GroupRate B);

    /// <param name="MentorA">Null where the mentee is not matched.</param>
    public sealed record Change(Guid Mentee, Guid? MentorA, int? ScoreA, Guid? MentorB, int? ScoreB);

    public static async Task<Ok<Response>> Handle(
        Guid id,
        int a,
        int b,
        string? groupBy,
        ClaimsPrincipal user,
        EventStreams events,
        RunAssignments assignments,
        CancellationToken ct
    )
    {
        var asked = ParseGroupBy(groupBy);
        var run = await events.RequireViewRun(id, user, ct);
        var (one, other) = (RequireCompleted(run, a), RequireCompleted(run, b));
        var label = asked ?? other.Terms.GroupBy ?? one.Terms.GroupBy ?? GroupBy.Site;
        var outcomes = await assignments.Outcomes(run.Id, a, b, label, ct);
        var mentors = await assignments.Mentors(run.Id, ct);
        var scope = user.ScopeOf(Roles.Coordinator);
        var compared = Compare(one, other, label, outcomes, mentors, site => scope.Covers(site, run.Program.Value));
        if (MentorMeasure(one, other) is not { } measure)
            return TypedResults.Ok(compared);
        return TypedResults.Ok(
            compared with
            {
                A = compared.A with { MentorMean = await assignments.MeanBy(measure, run.Id, a, ct) },
                B = compared.B with { MentorMean = await assignments.MeanBy(measure, run.Id, b, ct) },
                MentorWeights = measure,
            }
        );
    }

    /// <summary>The weights of mentors of the first of the two that is stable; null where neither is.</summary>
    public static IReadOnlyDictionary<string, int>? MentorMeasure(Variant one, Variant other) =>
        new[] { one, other }.FirstOrDefault(variant => variant.Terms.IsStable) is { } stable
            ? ComputeVariant.WeightsOf(
                stable.Policy with
                {
                    Weights = stable.Terms.MentorWeights ?? stable.Policy.Weights,
                }
            )
            : null;

    /// <param name="one">A variant with a result.</param>
    /// <param name="other">Another.</param>
    /// <param name="by">What the groups are.</param>
    /// <param name="outcomes">What either gives to each mentee.</param>
    /// <param name="mentors">The places that each mentor offers, before what the variants change about them.</param>
    /// <param name="isSeen">Whether the mentees of a site may be named.</param>
    public static Response Compare(
        Variant one,
        Variant other,
        GroupBy by,
        IReadOnlyList<MenteeOutcome> outcomes,
        IReadOnlyList<RunMentor> mentors,
        Func<string, bool> isSeen
    )
    {
        var groups = outcomes
            .GroupBy(o => o.Label)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new GroupComparison(
                g.Key,
                g.Count(),
                GroupRate.Of([.. g.Select(o => o.A)]),
                GroupRate.Of([.. g.Select(o => o.B)])
            ))
            .ToArray();
        var seen = outcomes.Where(o => isSeen(o.Site)).ToArray();
        return new(
            new(
                one.Number,
                one.Terms.Name,
                one.Completed!.TotalScore,
                VariantMetrics.Of([.. outcomes.Select(o => o.A)], Seats(one), [.. groups.Select(g => g.A)]),
                one.Terms.Method,
                one.Completed.BlockingPairs
            ),
            new(
                other.Number,
                other.Terms.Name,
                other.Completed!.TotalScore,
                VariantMetrics.Of([.. outcomes.Select(o => o.B)], Seats(other), [.. groups.Select(g => g.B)]),
                other.Terms.Method,
                other.Completed.BlockingPairs
            ),
            by,
            groups,
            outcomes.Count(o => o.Gain > 0),
            outcomes.Count(o => o.Gain < 0),
            outcomes.Count(o => o.Gain == 0),
            [
                .. seen.Where(o => o.Gain > 0)
                    .OrderByDescending(o => o.Gain)
                    .ThenBy(o => o.Mentee)
                    .Take(MaxChanges)
                    .Select(ChangeOf),
            ],
            [
                .. seen.Where(o => o.Gain < 0)
                    .OrderBy(o => o.Gain)
                    .ThenBy(o => o.Mentee)
                    .Take(MaxChanges)
                    .Select(ChangeOf),
            ]
        );

        RunMentor[] Seats(Variant variant) =>
            [
                .. mentors
                    .Select(m => m with { Capacity = variant.Terms.Capacity?.ApplyTo(m.Capacity) ?? m.Capacity })
                    .Where(m => m.Capacity > 0),
            ];
    }

    private static GroupBy? ParseGroupBy(string? groupBy) =>
        groupBy switch
        {
            null => null,
            "site" or "department" or "level" => Enum.Parse<GroupBy>(groupBy, ignoreCase: true),
            _ => throw new InvalidFieldException("groupBy", "must be site, department or level"),
        };

    private static Variant RequireCompleted(Run run, int variant) =>
        run.GetVariantOrThrow(variant) is { Completed: not null } done
            ? done
            : throw new DomainException(DomainError.Conflict, $"Variant {variant} has no result.")
            {
                Code = "run-not-completed",
            };

    private static Change ChangeOf(MenteeOutcome o) => new(o.Mentee, o.A?.Mentor, o.A?.Score, o.B?.Mentor, o.B?.Score);
}
