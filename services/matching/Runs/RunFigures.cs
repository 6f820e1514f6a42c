using System.Globalization;
using PeerNetwork.EventStore;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// Who takes part in a run, and whom each variant gives to whom: a few bytes a person, so that variants are compared without their results,
/// which hold every reason for every pair.
/// </summary>
/// <remarks>What the solver found, without what was changed by hand.</remarks>
public sealed class RunFigures(ReadModels tables) : IProjection
{
    private sealed record Row(Guid Id, string Site, string? Department, int? Level, Guid? MentorA, int? ScoreA, Guid? MentorB, int? ScoreB);

    public string Name => "run_figures";

    public string Schema =>
        """
        create table run_mentees (run uuid not null, id uuid not null, site text not null, department text, level int, primary key (run, id));
        create table run_mentors (run uuid not null, id uuid not null, seats int not null, primary key (run, id));
        create table run_pairs (
            run uuid not null, variant int not null, mentee uuid not null, mentor uuid not null, score int not null, measure int not null,
            primary key (run, variant, mentee));
        """;

    public void Apply(StoredEvent e, SqlBatch sql)
    {
        switch (e.Data)
        {
            case MenteesTaken { Mentees: var taken, Run: var run }:
                sql.Add($"""
                    insert into run_mentees (run, id, site, department, level)
                    select {run.Value}, m.* from unnest({taken.Select(m => m.Profile.Id).ToArray()}, {taken.Select(m => m.SiteCode).ToArray()},
                        {taken.Select(m => m.Profile.Department).ToArray()}, {taken.Select(m => m.Profile.Level).ToArray()}) m
                    """);
                break;
            case MentorsTaken { Mentors: var taken, Run: var run }:
                sql.Add($"""
                    insert into run_mentors (run, id, seats)
                    select {run.Value}, m.* from unnest({taken.Select(m => m.Id).ToArray()}, {taken.Select(m => m.Seats).ToArray()}) m
                    """);
                break;
            case ProposalsMade { Proposals: var made } p:
                sql.Add($"""
                    insert into run_pairs (run, variant, mentee, mentor, score, measure)
                    select {p.Run.Value}, {p.Variant ?? Variant.First}, m.* from unnest({made.Select(m => m.Mentee.Value).ToArray()},
                        {made.Select(m => m.Mentor.Value).ToArray()}, {made.Select(m => m.Score).ToArray()}, {made.Select(m => m.Measure ?? m.Score).ToArray()}) m
                    """);
                break;
        }
    }

    /// <summary>Whether the solver gave this mentee anybody.</summary>
    public Task<bool> IsMatched(RunId run, int variant, PersonId mentee, CancellationToken ct) => tables.One<bool>(
        $"select exists (select from run_pairs where run = {run.Value} and variant = {variant} and mentee = {mentee.Value})", ct);

    /// <summary>What two variants give to each mentee of the run.</summary>
    public async Task<IReadOnlyList<Outcome>> Outcomes(RunId run, int a, int b, GroupBy by, CancellationToken ct)
    {
        var rows = await tables.Query<Row>($"""
            select m.id, m.site, m.department, m.level, a.mentor as mentor_a, a.measure as score_a, b.mentor as mentor_b, b.measure as score_b
            from run_mentees m
            left join run_pairs a on a.run = m.run and a.variant = {a} and a.mentee = m.id
            left join run_pairs b on b.run = m.run and b.variant = {b} and b.mentee = m.id
            where m.run = {run.Value}
            """, ct);
        return [.. rows.Select(r => new Outcome(r.Id, r.Site, LabelOf(r, by), GivenBy(r.MentorA, r.ScoreA), GivenBy(r.MentorB, r.ScoreB)))];
    }

    /// <summary>The places of each mentor of the run, as they offered them.</summary>
    public Task<IReadOnlyList<MentorSeats>> Mentors(RunId run, CancellationToken ct) =>
        tables.Query<MentorSeats>($"select id, seats from run_mentors where run = {run.Value}", ct);

    private static Given? GivenBy(Guid? mentor, int? score) => mentor is { } given ? new(given, score ?? 0) : null;

    private static string? LabelOf(Row row, GroupBy by) => by switch
    {
        GroupBy.Site => row.Site,
        GroupBy.Department => row.Department,
        _ => row.Level?.ToString(CultureInfo.InvariantCulture),
    };
}
