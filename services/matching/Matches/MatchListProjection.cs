using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.People;

namespace PeerNetwork.Matching.Matches;

/// <summary>
/// All matches, one row each. The unique index on open ones keeps a mentee from being proposed twice in a program.
/// </summary>
public sealed class MatchListProjection : TableProjection
{
    public MatchListProjection()
        : base("match_list")
    {
        var matches = AddTable("matches");
        matches.AddColumn("id", "uuid").AsPrimaryKey();
        matches.AddColumn("program", "uuid").NotNull();
        matches.AddColumn("run", "uuid").NotNull();
        matches.AddColumn("mentor", "uuid").NotNull();
        matches.AddColumn("mentee", "uuid").NotNull();
        matches.AddColumn("site", "text").NotNull();
        matches.AddColumn("state", "text").NotNull();
        matches.AddColumn("score", "integer").NotNull();
        matches.AddColumn("accepted_by", "uuid");
        matches.AddColumn("reason", "text");
        matches.AddColumn("mentee_ready_at", "timestamptz").NotNull();
        matches.AddColumn("proposed_at", "timestamptz").NotNull();
        matches.AddColumn("answer_until", "timestamptz").NotNull();
        matches.AddColumn("changed_at", "timestamptz").NotNull();
        matches.AddColumn("minutes", "integer").NotNull();
        // Not a generated column: the check of the schema finds the expression changed, since PostgreSQL rewrites it.
        matches.AddColumn("open", "boolean").NotNull();
        // No run looks for the mentee: the match is open, or was completed and the mentee has not asked for another.
        matches.AddColumn("serves_mentee", "boolean").NotNull();
        AddUniqueIndex(
            matches,
            "one_open_match",
            ["program", "mentee"],
            message: "This mentee already has an open match in the program.",
            where: "open"
        );
        AddIndex(matches, "matches_of_program", ["program", "proposed_at"]);
        AddIndex(matches, "matches_of_mentor", ["mentor", "program"]);
        AddIndex(matches, "matches_of_mentee", ["mentee", "program"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case MatchProposed p:
                operations.QueueSql(
                    $"""
                    insert into matches
                        (id, program, run, mentor, mentee, site, state, score, mentee_ready_at, proposed_at,
                        answer_until, changed_at, minutes, open, serves_mentee)
                    values ({p.Match.Value}, {p.Program.Value}, {p.Run.Value}, {p.Mentor.Value}, {p.Mentee.Value},
                        {p.SiteCode}, 'proposed', {p.Score}, {p.MenteeReadyAt}, {p.At}, {p.AnswerUntil}, {p.At},
                        {p.MentorMinutesPerMonth}, true, true)
                    """
                );
                break;
            case MatchAccepted a:
                operations.QueueSql(
                    $"""
                    update matches set accepted_by = coalesce(accepted_by, {a.By.Value}), changed_at = {a.At}
                    where id = {a.Match.Value}
                    """
                );
                break;
            case MatchConfirmed c:
                operations.QueueSql(
                    $"update matches set state = 'confirmed', changed_at = {c.At} where id = {c.Match.Value}"
                );
                break;
            case MatchDeclined d:
                operations.QueueSql(
                    $"""
                    update matches set state = 'declined', open = false, serves_mentee = false,
                        reason = {EnumText.Of(d.Reason)}, changed_at = {d.At}
                    where id = {d.Match.Value}
                    """
                );
                break;
            case MatchEnded x:
                var isCompleted = x.Outcome == MatchEnded.Completed;
                operations.QueueSql(
                    $"""
                    update matches set state = 'ended', open = false, serves_mentee = {isCompleted}, changed_at = {x.At}
                    where id = {x.Match.Value}
                    """
                );
                break;
            case AnotherMentorWanted w:
                operations.QueueSql(
                    $"""
                    update matches set serves_mentee = false
                    where program = {w.Program.Value} and mentee = {w.Person.Value} and state = 'ended'
                    """
                );
                break;
        }
    }
}
