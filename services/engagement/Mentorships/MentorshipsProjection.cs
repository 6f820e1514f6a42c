using JasperFx.Events;
using Marten;
using PeerNetwork.Engagement.Agreements;
using PeerNetwork.Engagement.Goals;
using PeerNetwork.Engagement.Roadmaps;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Mentorships;

/// <summary>
/// One row for each mentorship, without a word that people wrote: for the members' own lists and for coordinators.
/// </summary>
public sealed class MentorshipsProjection : TableProjection
{
    public MentorshipsProjection()
        : base("mentorships")
    {
        var mentorships = AddTable("mentorships");
        mentorships.AddColumn("id", "uuid").AsPrimaryKey();
        // Null for two who connected without one.
        mentorships.AddColumn("program", "uuid");
        mentorships.AddColumn("site_code", "text").NotNull();
        mentorships.AddColumn("kind", "text").NotNull();
        mentorships.AddColumn("started", "timestamptz").NotNull();
        mentorships.AddColumn("agreed", "timestamptz");
        mentorships.AddColumn("goals", "integer").NotNull().DefaultValueByExpression("0");
        mentorships.AddColumn("goals_reached", "integer").NotNull().DefaultValueByExpression("0");
        mentorships.AddColumn("sessions_held", "integer").NotNull().DefaultValueByExpression("0");
        mentorships.AddColumn("roadmap_steps", "integer").NotNull().DefaultValueByExpression("0");
        mentorships.AddColumn("steps_held", "integer").NotNull().DefaultValueByExpression("0");
        mentorships.AddColumn("last_session", "timestamptz");
        mentorships.AddColumn("paused", "timestamptz");
        mentorships.AddColumn("closed", "timestamptz");
        mentorships.AddColumn("outcome", "text");
        AddIndex(mentorships, "mentorships_by_site_code_program_id", ["site_code", "program", "id"]);

        var members = AddTable("mentorship_members");
        members.AddColumn("mentorship", "uuid").AsPrimaryKey();
        members.AddColumn("person", "uuid").AsPrimaryKey();
        members.AddColumn("role", "text").NotNull();
        members.AddColumn("position", "integer").NotNull();
        members.AddColumn("left_at", "timestamptz");
        AddIndex(members, "mentorship_members_by_person_mentorship", ["person", "mentorship"]);

        var upcomingSessions = AddTable("upcoming_sessions");
        upcomingSessions.AddColumn("id", "uuid").AsPrimaryKey();
        upcomingSessions.AddColumn("mentorship", "uuid").NotNull();
        upcomingSessions.AddColumn("starts_at", "timestamptz").NotNull();
        AddIndex(upcomingSessions, "upcoming_sessions_by_mentorship_starts_at", ["mentorship", "starts_at"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case MentorshipStarted s:
                Start(e.StreamId, s, operations);
                break;
            case AgreementAccepted a:
                operations.QueueSql($"update mentorships set agreed = {a.At} where id = {e.StreamId}");
                break;
            case GoalSet:
                operations.QueueSql($"update mentorships set goals = goals + 1 where id = {e.StreamId}");
                break;
            case GoalReached:
                operations.QueueSql(
                    $"update mentorships set goals_reached = goals_reached + 1 where id = {e.StreamId}"
                );
                break;
            case GoalDropped:
                operations.QueueSql($"update mentorships set goals = goals - 1 where id = {e.StreamId}");
                break;
            case MentorshipPaused p:
                operations.QueueSql($"update mentorships set paused = {p.At} where id = {e.StreamId}");
                break;
            case MentorshipResumed:
                operations.QueueSql($"update mentorships set paused = null where id = {e.StreamId}");
                break;
            case MemberLeft l:
                operations.QueueSql(
                    $"""
                    update mentorship_members set left_at = {l.At}
                    where mentorship = {e.StreamId} and person = {l.Member.Person.Value}
                    """
                );
                break;
            case MentorshipClosed c:
                operations.QueueSql(
                    $"""
                    update mentorships set paused = null, closed = {c.At}, outcome = {EnumText.Of(c.Outcome)}
                    where id = {e.StreamId}
                    """
                );
                break;
            case SessionEvent s:
                Apply(e.StreamId, s, operations);
                break;
            case RoadmapEvent r:
                Apply(e.StreamId, r, operations);
                break;
        }
    }

    private static void Apply(Guid mentorship, RoadmapEvent e, IDocumentOperations operations)
    {
        switch (e)
        {
            case RoadmapCopied c:
                operations.QueueSql($"update mentorships set roadmap_steps = {c.Steps.Count} where id = {mentorship}");
                break;
            case RoadmapChanged c:
                operations.QueueSql($"update mentorships set roadmap_steps = {c.Total} where id = {mentorship}");
                break;
            case RoadmapStepSkipped s:
                operations.QueueSql($"update mentorships set roadmap_steps = {s.Total} where id = {mentorship}");
                break;
            case RoadmapStepHeld h:
                operations.QueueSql(
                    $"update mentorships set roadmap_steps = {h.Total}, steps_held = {h.Held} where id = {mentorship}"
                );
                break;
        }
    }

    private static void Start(Guid mentorship, MentorshipStarted s, IDocumentOperations operations)
    {
        operations.QueueSql(
            $"""
            insert into mentorships (id, program, site_code, kind, started)
            values ({mentorship}, {s.Program?.Value}, {s.SiteCode}, {EnumText.Of(s.Kind)}, {s.At})
            """
        );
        foreach (var (position, member) in s.Members.Index())
            operations.QueueSql(
                $"""
                insert into mentorship_members (mentorship, person, role, position)
                values ({mentorship}, {member.Person.Value}, {EnumText.Of(member.Role)}, {position})
                """
            );
    }

    private static void Apply(Guid mentorship, SessionEvent e, IDocumentOperations operations)
    {
        switch (e)
        {
            case SessionPlanned p:
                operations.QueueSql(
                    $"insert into upcoming_sessions values ({p.Session.Value}, {mentorship}, {p.StartsAt})"
                );
                break;
            case SessionRescheduled r:
                operations.QueueSql(
                    $"update upcoming_sessions set starts_at = {r.StartsAt} where id = {r.Session.Value}"
                );
                break;
            case SessionCancelled c:
                operations.QueueSql($"delete from upcoming_sessions where id = {c.Session.Value}");
                break;
            case AttendanceRecorded a:
                operations.QueueSql($"delete from upcoming_sessions where id = {a.Session.Value}");
                if (a.MissedBy is not [])
                    break;
                operations.QueueSql(
                    $"""
                    update mentorships set sessions_held = sessions_held + 1,
                        last_session = greatest(last_session, {a.StartsAt})
                    where id = {mentorship}
                    """
                );
                break;
        }
    }
}
