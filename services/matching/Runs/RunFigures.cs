using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Runs;

/// <summary>Reads what <see cref="RunFiguresProjection"/> wrote.</summary>
public sealed class RunFigures(ReadModels tables)
{
    /// <summary>Where two people stand in the stream of the cohort.</summary>
    public sealed record PairVersions(long Mentee, long Mentor);

    private sealed record Row(Guid Id, string Site, string? Department, int? Level);

    private sealed record Paired(Guid Mentee, Guid Mentor, int Measure);

    /// <summary>Null where one of the two does not take part in the run in that role.</summary>
    public Task<PairVersions?> VersionsOf(RunId run, Pair pair, CancellationToken ct) =>
        tables.One<PairVersions>(
            $"""
            select e.version as mentee, r.version as mentor from run_mentees e, run_mentors r
            where e.run = {run.Value} and e.id = {pair.Mentee} and r.run = {run.Value} and r.id = {pair.Mentor}
            """,
            ct
        );

    /// <summary>Whether the solver gave this mentee anybody.</summary>
    public Task<bool> IsMatched(RunId run, int variant, PersonId mentee, CancellationToken ct) =>
        tables.One<bool>(
            $"select exists (select from run_pairs where run = {run.Value} and variant = {variant} and mentee = {mentee.Value})",
            ct
        );

    /// <summary>What two variants give to each mentee of the run.</summary>
    /// <remarks>
    /// Put together here: a plan that was made when the tables were empty would go through all pairs for each mentee.
    /// </remarks>
    public async Task<IReadOnlyList<Outcome>> Outcomes(RunId run, int a, int b, GroupBy by, CancellationToken ct)
    {
        var mentees = await tables.Query<Row>(
            $"select id, site, department, level from run_mentees where run = {run.Value}",
            ct
        );
        var (one, other) = (await Pairs(run, a, ct), await Pairs(run, b, ct));
        return
        [
            .. mentees.Select(m => new Outcome(
                m.Id,
                m.Site,
                by.LabelOf(m.Site, m.Department, m.Level),
                GivenIn(one, m.Id),
                GivenIn(other, m.Id)
            )),
        ];
    }

    /// <summary>The places of each mentor of the run, as they offered them.</summary>
    public Task<IReadOnlyList<MentorSeats>> Mentors(RunId run, CancellationToken ct) =>
        tables.Query<MentorSeats>($"select id, seats from run_mentors where run = {run.Value}", ct);

    private async Task<IReadOnlyDictionary<Guid, Given>> Pairs(RunId run, int variant, CancellationToken ct) =>
        (
            await tables.Query<Paired>(
                $"select mentee, mentor, measure from run_pairs where run = {run.Value} and variant = {variant}",
                ct
            )
        ).ToDictionary(p => p.Mentee, p => new Given(p.Mentor, p.Measure));

    private static Given? GivenIn(IReadOnlyDictionary<Guid, Given> pairs, Guid mentee) =>
        pairs.TryGetValue(mentee, out var given) ? given : null;
}
