using Marten;
using JasperFx.Events;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// Who takes part in a run, and whom each variant gives to whom: a few bytes a person, so that variants are compared without their results,
/// which hold every reason for every pair.
/// </summary>
/// <remarks>What the solver found, without what was changed by hand.</remarks>
public sealed class RunFigures(ReadModels tables) : TableProjection
{
    private sealed record Row(Guid Id, string Site, string? Department, int? Level);

    private sealed record Paired(Guid Mentee, Guid Mentor, int Measure);

    public string Name => "run_figures";

    public string Schema =>
        """
            create table run_mentees (run uuid not null, id uuid not null, site text not null, department text, level int, primary key (run, id));
            create table run_mentors (run uuid not null, id uuid not null, seats int not null, primary key (run, id));
            create table run_pairs (
                run uuid not null, variant int not null, mentee uuid not null, mentor uuid not null, score int not null, measure int not null,
                primary key (run, variant, mentee));
            """;

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case MenteesTaken { Mentees: var taken, Run: var run }:
                operations.QueueSql(
                    $"""
                    insert into run_mentees (run, id, site, department, level)
                    select {run.Value}, m.* from unnest({taken.Select(m => m.Profile.Id).ToArray()}, {taken.Select(m =>
                        m.SiteCode
                    ).ToArray()},
                        {taken.Select(m => m.Profile.Department).ToArray()}, {taken.Select(m =>
                        m.Profile.Level
                    ).ToArray()}) m
                    """
                );
                break;
            case MentorsTaken { Mentors: var taken, Run: var run }:
                operations.QueueSql(
                    $"""
                    insert into run_mentors (run, id, seats)
                    select {run.Value}, m.* from unnest({taken.Select(m => m.Id).ToArray()}, {taken.Select(m =>
                        m.Seats
                    ).ToArray()}) m
                    """
                );
                break;
            case ProposalsMade { Proposals: var made } p:
                operations.QueueSql(
                    $"""
                    insert into run_pairs (run, variant, mentee, mentor, score, measure)
                    select {p.Run.Value}, {p.Variant ?? Variant.First}, m.* from unnest({made.Select(m =>
                            m.Mentee.Value
                        ).ToArray()},
                        {made.Select(m => m.Mentor.Value).ToArray()}, {made.Select(m =>
                            m.Score
                        ).ToArray()}, {made.Select(m => m.Measure ?? m.Score).ToArray()}) m
                    """
                );
                break;
        }
    }

    /// <summary>Whether the solver gave this mentee anybody.</summary>
    public Task<bool> IsMatched(RunId run, int variant, PersonId mentee, CancellationToken ct) =>
        tables.One<bool>(
            $"select exists (select from run_pairs where run = {run.Value} and variant = {variant} and mentee = {mentee.Value})",
            ct
        );

    /// <summary>What two variants give to each mentee of the run.</summary>
    /// <remarks>Put together here: a plan that was made when the tables were empty would go through all pairs for each mentee.</remarks>
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
