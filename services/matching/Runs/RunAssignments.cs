using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Matches;

namespace PeerNetwork.Matching.Runs;

/// <summary>Reads what <see cref="RunAssignmentsProjection"/> wrote.</summary>
public sealed class RunAssignments(ReadModels tables)
{
    /// <summary>The versions of two people in the stream of the cohort.</summary>
    public sealed record PairVersions(long Mentee, long Mentor);

    private sealed record MenteeRow(Guid Id, string Site, PersonalValue<MenteeLabels>? Labels);

    private sealed record PairRow(Guid Mentee, Guid Mentor, int CommonScore);

    /// <summary>Null where one of the two does not take part in the run in that role.</summary>
    public Task<PairVersions?> VersionsOf(RunId run, Pair pair, CancellationToken ct) =>
        tables.QueryFirstOrDefault<PairVersions>(
            $"""
            select e.version as mentee, r.version as mentor from run_mentees e, run_mentors r
            where e.run = {run.Value} and e.id = {pair.Mentee} and r.run = {run.Value} and r.id = {pair.Mentor}
            """,
            ct
        );

    /// <summary>Whether the solver matched this mentee.</summary>
    public Task<bool> IsMatched(RunId run, int variant, PersonId mentee, CancellationToken ct) =>
        tables.QueryFirstOrDefault<bool>(
            $"""
            select exists (select from run_pairs
                where run = {run.Value} and variant = {variant} and mentee = {mentee.Value})
            """,
            ct
        );

    /// <summary>Of two peers who are proposed to one another the one who stands for the pair; otherwise the same
    /// person.</summary>
    public async Task<PersonId> FirstOfPair(Run run, int variant, PersonId person, CancellationToken ct) =>
        run.Kind is not MatchKind.Reciprocal
            ? person
            : new(
                await tables.QueryFirstOrDefault<Guid?>(
                    $"""
                    select least(mentee, mentor) from run_pairs
                    where run = {run.Id.Value} and variant = {variant} and mentee = {person.Value}
                    """,
                    ct
                ) ?? person.Value
            );

    /// <summary>The match of each mentee of the run in two variants.</summary>
    /// <remarks>
    /// Joined here and not in SQL: a plan that was made for empty tables would read all pairs for each mentee.
    /// </remarks>
    public async Task<IReadOnlyList<MenteeOutcome>> Outcomes(RunId run, int a, int b, GroupBy by, CancellationToken ct)
    {
        var mentees = await tables.Query<MenteeRow>(
            $"select id, site, labels from run_mentees where run = {run.Value}",
            ct
        );
        var (one, other) = (await Pairs(run, a, ct), await Pairs(run, b, ct));
        return
        [
            .. mentees.Select(m => new MenteeOutcome(
                m.Id,
                m.Site,
                by.LabelOf(m.Site, m.Labels?.Value?.Department, m.Labels?.Value?.Level),
                MatchOf(one, m.Id),
                MatchOf(other, m.Id)
            )),
        ];
    }

    /// <summary>The mean score of a variant's pairs by these weights, in millionths; null without a pair.</summary>
    /// <param name="weights">Thousandths by factor.</param>
    public Task<int?> MeanBy(IReadOnlyDictionary<string, int> weights, RunId run, int variant, CancellationToken ct)
    {
        var inOrder = Factor.All.Select(factor => weights.GetValueOrDefault(factor.Name)).ToArray();
        return tables.QueryFirstOrDefault<int?>(
            $"""
            select floor(avg((
                select sum(f.value * f.weight) from unnest(p.factor_values, {inOrder}) f (value, weight))))::int
            from run_pairs p where p.run = {run.Value} and p.variant = {variant}
            """,
            ct
        );
    }

    /// <summary>The places of each mentor of the run, as they offered them.</summary>
    public Task<IReadOnlyList<RunMentor>> Mentors(RunId run, CancellationToken ct) =>
        tables.Query<RunMentor>($"select id, capacity from run_mentors where run = {run.Value}", ct);

    private async Task<IReadOnlyDictionary<Guid, VariantMatch>> Pairs(RunId run, int variant, CancellationToken ct) =>
        (
            await tables.Query<PairRow>(
                $"select mentee, mentor, common_score from run_pairs where run = {run.Value} and variant = {variant}",
                ct
            )
        ).ToDictionary(p => p.Mentee, p => new VariantMatch(p.Mentor, p.CommonScore));

    private static VariantMatch? MatchOf(IReadOnlyDictionary<Guid, VariantMatch> pairs, Guid mentee) =>
        pairs.TryGetValue(mentee, out var matches) ? matches : null;
}
