using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// Who takes part in a run, and whom each variant gives to whom: a few bytes a person, so that variants are compared
/// without their results, which hold every reason for every pair.
/// </summary>
/// <remarks>What the solver found, without what was changed by hand.</remarks>
public sealed class RunFiguresProjection : TableProjection
{
    public RunFiguresProjection()
        : base("run_figures")
    {
        var runMentees = AddTable("run_mentees");
        runMentees.AddColumn("run", "uuid").AsPrimaryKey();
        runMentees.AddColumn("id", "uuid").AsPrimaryKey();
        runMentees.AddColumn("site", "text").NotNull();
        runMentees.AddColumn("department", "text");
        runMentees.AddColumn("level", "integer");
        // Of the stream of the cohort, after the event that brought the person.
        runMentees.AddColumn("version", "bigint").NotNull();

        var runMentors = AddTable("run_mentors");
        runMentors.AddColumn("run", "uuid").AsPrimaryKey();
        runMentors.AddColumn("id", "uuid").AsPrimaryKey();
        runMentors.AddColumn("seats", "integer").NotNull();
        runMentors.AddColumn("version", "bigint").NotNull();

        var runPairs = AddTable("run_pairs");
        runPairs.AddColumn("run", "uuid").AsPrimaryKey();
        runPairs.AddColumn("variant", "integer").AsPrimaryKey();
        runPairs.AddColumn("mentee", "uuid").AsPrimaryKey();
        runPairs.AddColumn("mentor", "uuid").NotNull();
        runPairs.AddColumn("score", "integer").NotNull();
        runPairs.AddColumn("measure", "integer").NotNull();
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case MenteesTaken { Mentees: var taken, Run: var run }:
                operations.QueueSql(
                    $"""
                    insert into run_mentees (run, id, site, department, level, version)
                    select {run.Value}, m.*, {e.Version}
                        from unnest({taken.Select(m => m.Profile.Id).ToArray()}, {taken.Select(m =>
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
                    insert into run_mentors (run, id, seats, version)
                    select {run.Value}, m.*, {e.Version}
                        from unnest({taken.Select(m => m.Profile.Id).ToArray()}, {taken.Select(m =>
                        m.Profile.Seats
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
}
