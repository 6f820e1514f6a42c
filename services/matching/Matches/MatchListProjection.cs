using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.People;

namespace PeerNetwork.Matching.Matches;

/// <summary>
/// All matches, one row each, and one for each of their members. The unique index on the members of open ones keeps a
/// mentee from being proposed twice in a program.
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
        matches.AddColumn("kind", "text").NotNull();
        matches.AddColumn("site", "text").NotNull();
        matches.AddColumn("state", "text").NotNull();
        matches.AddColumn("score", "integer").NotNull();
        matches.AddColumn("reason", "text");
        matches.AddColumn("waiting_since", "timestamptz").NotNull();
        matches.AddColumn("proposed_at", "timestamptz").NotNull();
        matches.AddColumn("answer_until", "timestamptz").NotNull();
        matches.AddColumn("changed_at", "timestamptz").NotNull();
        AddIndex(matches, "matches_of_program", ["program", "proposed_at"]);

        var members = AddTable("match_members");
        members.AddColumn("match", "uuid").AsPrimaryKey();
        members.AddColumn("person", "uuid").AsPrimaryKey();
        members.AddColumn("program", "uuid").NotNull();
        members.AddColumn("place", "integer").NotNull();
        members.AddColumn("role", "text").NotNull();
        // A peer is both.
        members.AddColumn("is_mentor", "boolean").NotNull();
        members.AddColumn("is_mentee", "boolean").NotNull();
        members.AddColumn("minutes", "integer").NotNull();
        members.AddColumn("accepted", "boolean").NotNull();
        // Of the match, until a mentee leaves its group.
        members.AddColumn("state", "text").NotNull();
        // Of those whose answer, missing answer or lack of a place ended their part in it.
        members.AddColumn("reason", "text");
        members.AddColumn("has_left", "boolean").NotNull();
        // Not a generated column: the check of the schema finds the expression changed, since PostgreSQL rewrites it.
        members.AddColumn("open", "boolean").NotNull();
        // No run looks for this mentee: the match is open, or was completed and the mentee has not asked for another.
        members.AddColumn("serves", "boolean").NotNull();
        AddUniqueIndex(
            members,
            "one_open_match",
            ["program", "person"],
            message: "This mentee already has an open match in the program.",
            where: "open and is_mentee"
        );
        AddIndex(members, "matches_of_person", ["person", "program"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case MatchProposed p:
                operations.QueueSql(
                    $"""
                    insert into matches
                        (id, program, run, kind, site, state, score, waiting_since, proposed_at, answer_until,
                        changed_at)
                    values ({p.Match.Value}, {p.Program.Value}, {p.Run.Value}, {EnumText.Of(p.Kind)}, {p.SiteCode},
                        'proposed', {p.Score}, {p.WaitingSince}, {p.At}, {p.AnswerUntil}, {p.At})
                    """
                );
                foreach (var (place, member) in p.Members.Index())
                    Insert(p, member, place, operations);
                break;
            case MatchAccepted a:
                operations.QueueSql($"update matches set changed_at = {a.At} where id = {a.Match.Value}");
                operations.QueueSql(
                    $"""
                    update match_members set accepted = true where match = {a.Match.Value} and person = {a.By.Value}
                    """
                );
                break;
            case MatchMemberLeft l:
                operations.QueueSql($"update matches set changed_at = {l.At} where id = {l.Match.Value}");
                operations.QueueSql(
                    $"""
                    update match_members set state = 'declined', open = false, serves = false, has_left = true,
                        reason = {EnumText.Of(l.Reason)}
                    where match = {l.Match.Value} and person = {l.Person.Value}
                    """
                );
                break;
            case GroupLeft l:
                operations.QueueSql($"update matches set changed_at = {l.At} where id = {l.Match.Value}");
                operations.QueueSql(
                    $"""
                    update match_members set state = 'ended', open = false, serves = false, has_left = true
                    where match = {l.Match.Value} and person = {l.Person.Value}
                    """
                );
                break;
            case MatchConfirmed c:
                operations.QueueSql(
                    $"update matches set state = 'confirmed', changed_at = {c.At} where id = {c.Match.Value}"
                );
                operations.QueueSql(
                    $"""
                    update match_members set state = 'confirmed' where match = {c.Match.Value} and not has_left
                    """
                );
                break;
            case MatchDeclined d:
                operations.QueueSql(
                    $"""
                    update matches set state = 'declined', reason = {EnumText.Of(d.Reason)}, changed_at = {d.At}
                    where id = {d.Match.Value}
                    """
                );
                operations.QueueSql(
                    $"""
                    update match_members set state = 'declined', open = false, serves = false,
                        reason = case when person = any({d.By.Select(person => person.Value).ToArray()})
                            then {EnumText.Of(d.Reason)} end
                    where match = {d.Match.Value} and not has_left
                    """
                );
                break;
            case MatchEnded x:
                var isCompleted = x.Outcome == MatchEnded.Completed;
                operations.QueueSql(
                    $"update matches set state = 'ended', changed_at = {x.At} where id = {x.Match.Value}"
                );
                operations.QueueSql(
                    $"""
                    update match_members set state = 'ended', open = false, serves = is_mentee and {isCompleted}
                    where match = {x.Match.Value} and not has_left
                    """
                );
                break;
            case AnotherMentorWanted w:
                operations.QueueSql(
                    $"""
                    update match_members set serves = false
                    where program = {w.Program.Value} and person = {w.Person.Value} and state = 'ended'
                    """
                );
                break;
        }
    }

    private static void Insert(MatchProposed p, MatchMember member, int place, IDocumentOperations operations) =>
        operations.QueueSql(
            $"""
            insert into match_members
                (match, person, program, place, role, is_mentor, is_mentee, minutes, accepted, state, open, serves,
                has_left)
            values ({p.Match.Value}, {member.Person.Value}, {p.Program.Value}, {place}, {EnumText.Of(member.Role)},
                {member.Role.IsMentor()}, {member.Role.IsMentee()}, {member.MinutesPerMonth}, false, 'proposed', true,
                {member.Role.IsMentee()}, false)
            """
        );
}
