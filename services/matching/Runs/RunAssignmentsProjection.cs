using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// The participants of a run and the pairs of each variant: a few bytes a person, so that variants are compared without
/// their results, which hold every reason for every pair.
/// </summary>
/// <remarks>What the solver found, without what was changed by hand.</remarks>
public sealed class RunAssignmentsProjection : TableProjection
{
    public RunAssignmentsProjection()
        : base("run_assignments")
    {
        var runMentees = AddTable("run_mentees");
        runMentees.AddColumn("run", "uuid").AsPrimaryKey();
        runMentees.AddColumn("id", "uuid").AsPrimaryKey();
        runMentees.AddColumn("site", "text").NotNull();
        runMentees.AddColumn("labels", "jsonb");
        // Of the stream of the cohort, after the event that brought the person.
        runMentees.AddColumn("version", "bigint").NotNull();
        AddIndex(runMentees, "runs_of_a_mentee", ["id"]);

        var runMentors = AddTable("run_mentors");
        runMentors.AddColumn("run", "uuid").AsPrimaryKey();
        runMentors.AddColumn("id", "uuid").AsPrimaryKey();
        runMentors.AddColumn("capacity", "integer").NotNull();
        runMentors.AddColumn("version", "bigint").NotNull();

        var runPairs = AddTable("run_pairs");
        runPairs.AddColumn("run", "uuid").AsPrimaryKey();
        runPairs.AddColumn("variant", "integer").AsPrimaryKey();
        runPairs.AddColumn("mentee", "uuid").AsPrimaryKey();
        runPairs.AddColumn("mentor", "uuid").NotNull();
        runPairs.AddColumn("score", "integer").NotNull();
        runPairs.AddColumn("common_score", "integer").NotNull();
        // Of each factor, in the order of all factors: other weights give other scores. Null for peers.
        runPairs.AddColumn("factor_values", "smallint[]");
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case CohortMenteesRecorded { Mentees: var people, Run: var run }:
                operations.QueueSql(
                    $"""
                    insert into run_mentees (run, id, site, labels, version)
                    select {run.Value}, m.*, {e.Version}
                        from unnest({people.Select(m => m.Profile.Owner).ToArray()}, {people.Select(m =>
                        m.SiteCode
                    ).ToArray()}, {people.Select(MenteeLabels.Of).ToArray()}) m
                    """
                );
                break;
            case CohortMentorsRecorded { Mentors: var people, Run: var run }:
                operations.QueueSql(
                    $"""
                    insert into run_mentors (run, id, capacity, version)
                    select {run.Value}, m.*, {e.Version}
                        from unnest({people.Select(m => m.Profile.Owner).ToArray()}, {people.Select(m =>
                        m.Capacity
                    ).ToArray()}) m
                    """
                );
                break;
            case PersonalDataErased p:
                operations.QueueSql($"update run_mentees set labels = null where id = {p.Person.Value}");
                break;
            case ProposalsMade { Proposals: var made } p:
                // A peer is both.
                var pairs = made.Select(m => (m.Mentee, m.Mentor, Pair: m))
                    .Concat(
                        made.Where(m => m.Kind is MatchKind.Reciprocal)
                            .Select(m => (Mentee: m.Mentor, Mentor: m.Mentee, Pair: m))
                    )
                    .ToArray();
                var (mentees, mentors) = (
                    pairs.Select(m => m.Mentee.Value).ToArray(),
                    pairs.Select(m => m.Mentor.Value).ToArray()
                );
                var (scores, commonScores) = (
                    pairs.Select(m => m.Pair.Score).ToArray(),
                    pairs.Select(m => m.Pair.CommonScore ?? m.Pair.Score).ToArray()
                );
                var values = pairs.Select(m => ValuesOf(m.Pair)).ToArray();
                operations.QueueSql(
                    $"""
                    insert into run_pairs (run, variant, mentee, mentor, score, common_score, factor_values)
                    select {p.Run.Value}, {p.Variant ?? Variant.First}, m.mentee, m.mentor, m.score, m.common_score,
                        m.factor_values::smallint[]
                    from unnest({mentees}, {mentors}, {scores}, {commonScores}, {values})
                        m (mentee, mentor, score, common_score, factor_values)
                    """
                );
                break;
        }
    }

    /// <summary>As an array of PostgreSQL.</summary>
    private static string? ValuesOf(ProposedPair pair)
    {
        if (pair.Kind is MatchKind.Reciprocal)
            return null;
        var values = pair.Reasons.Factors.ToDictionary(factor => factor.Name, factor => factor.Value);
        return $"{{{string.Join(',', Factor.All.Select(factor => values.GetValueOrDefault(factor.Name)))}}}";
    }
}

/// <summary>The labels of a mentee by which variants are compared, beside the site.</summary>
public sealed record MenteeLabels(string? Department, int? Level)
{
    internal static PersonalValue<MenteeLabels> Of(RecordedMentee mentee) =>
        new(mentee.Profile.Owner, mentee.Profile.Value is { } profile ? new(profile.Department, profile.Level) : null);
}
