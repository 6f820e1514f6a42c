using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// A coordinator reads at once what the pairs of a variant would score by other weights. Nothing is stored or matched
/// again: by these weights the best pairs may be others, which a further variant finds.
/// </summary>
public static class PreviewWeights
{
    private const int MaxChanges = 5;

    /// <param name="Weights">Relative weights, 0 to 1000, by factor; what is not named keeps its default.</param>
    public sealed record Request(IReadOnlyDictionary<string, int> Weights);

    /// <summary>Of the pairs whose mentees you coordinate. Scores are in millionths.</summary>
    /// <param name="MeanBefore">Null without a pair, as is <paramref name="MeanAfter"/>.</param>
    /// <param name="Gaining">Those that gain most, 5 at most.</param>
    /// <param name="Losing">Those that lose most, 5 at most.</param>
    public sealed record Response(
        int Pairs,
        int? MeanBefore,
        int? MeanAfter,
        IReadOnlyList<Change> Gaining,
        IReadOnlyList<Change> Losing
    );

    public sealed record Change(Guid Mentee, Guid Mentor, int Before, int After);

    private sealed record Row(Guid Mentee, Guid Mentor, int Score, string Factors, string? OtherFactors)
    {
        /// <summary>What the two would score.</summary>
        public Change By(IReadOnlyDictionary<string, int> weights)
        {
            var (one, other) = (Sum(Factors, weights), OtherFactors is null ? (int?)null : Sum(OtherFactors, weights));
            return new(Mentee, Mentor, Score, other is null ? one : PeerProblem.ScoreOf(one, other.Value));
        }

        private static int Sum(string factors, IReadOnlyDictionary<string, int> weights) =>
            JsonSerializer
                .Deserialize<PairReasons.Factor[]>(factors, JsonLines.Json)!
                .Sum(factor => weights.GetValueOrDefault(factor.Name) * factor.Value);
    }

    public static async Task<Ok<Response>> Handle(
        Guid id,
        int variant,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels tables,
        CancellationToken ct
    )
    {
        var run = await events.RequireViewResults(id, user, ct);
        var shown = run.GetVariantOrThrow(variant);
        var (policy, _) = new VariantRequest(Weights: request.Weights).ApplyTo(shown.Policy, shown.Terms, run.Kind);
        var weights = ComputeVariant.WeightsOf(policy);
        var inScope = user.ScopeOf(Roles.Coordinator).ToSql("r.site", "runs.program", ReadResults.DepartmentOfProposed);
        var rows = await tables.Query<Row>(
            $"""
            select r.mentee, r.mentor, r.score, r.factors::text, r.other_factors::text
            from run_proposals r join runs on runs.id = r.run
            where r.run = {id} and r.variant = {shown.Number} and {inScope} order by r.id
            """,
            ct
        );
        return TypedResults.Ok(Summarize([.. rows.Select(row => row.By(weights))]));
    }

    private static Response Summarize(IReadOnlyList<Change> changes) =>
        new(
            changes.Count,
            changes is [] ? null : (int)Math.Round(changes.Average(change => change.Before)),
            changes is [] ? null : (int)Math.Round(changes.Average(change => change.After)),
            [
                .. changes
                    .Where(change => change.After > change.Before)
                    .OrderByDescending(change => change.After - change.Before)
                    .Take(MaxChanges),
            ],
            [
                .. changes
                    .Where(change => change.After < change.Before)
                    .OrderBy(change => change.After - change.Before)
                    .Take(MaxChanges),
            ]
        );
}
