using JasperFx.Events;
using Marten;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Analytics.Indicators;

/// <summary>
/// Mentorships with their goals, sessions, check-ins and feedback, and who left a group. Each event sets its own
/// columns, so that the order does not matter.
/// </summary>
public sealed class MentoringProjection : TableProjection
{
    public MentoringProjection()
        : base("mentoring", version: 2)
    {
        var mentorships = AddTable("mentorships");
        mentorships.AddColumn("id", "uuid").AsPrimaryKey();
        mentorships.AddColumn("version", "bigint").NotNull();
        mentorships.AddColumn("program", "uuid").NotNull();
        mentorships.AddColumn("members", "uuid[]").NotNull();
        mentorships.AddColumn("mentees", "uuid[]").NotNull();
        mentorships.AddColumn("site_code", "text").NotNull();
        mentorships.AddColumn("started_at", "timestamptz");
        mentorships.AddColumn("closed_at", "timestamptz");
        mentorships.AddColumn("outcome", "text");
        AddIndex(mentorships, "mentorships_by_program", ["program"]);

        var departures = AddTable("departures");
        departures.AddColumn("mentorship", "uuid").AsPrimaryKey();
        departures.AddColumn("person", "uuid").AsPrimaryKey();
        departures.AddColumn("version", "bigint").NotNull();

        var goals = AddTable("goals");
        goals.AddColumn("mentorship", "uuid").AsPrimaryKey();
        goals.AddColumn("id", "uuid").AsPrimaryKey();
        goals.AddColumn("set_at", "timestamptz");
        goals.AddColumn("reached_at", "timestamptz");
        goals.AddColumn("on_time", "boolean");
        goals.AddColumn("dropped_at", "timestamptz");

        var sessions = AddTable("sessions");
        sessions.AddColumn("mentorship", "uuid").AsPrimaryKey();
        sessions.AddColumn("id", "uuid").AsPrimaryKey();
        sessions.AddColumn("planned_at", "timestamptz");
        sessions.AddColumn("plan_version", "bigint").NotNull();
        sessions.AddColumn("starts_at", "timestamptz");
        sessions.AddColumn("recorded_at", "timestamptz");
        sessions.AddColumn("record_version", "bigint").NotNull();
        sessions.AddColumn("held", "boolean");
        sessions.AddColumn("attended", "integer");
        sessions.AddColumn("cancelled_at", "timestamptz");

        var checkIns = AddTable("check_ins");
        checkIns.AddColumn("mentorship", "uuid").AsPrimaryKey();
        checkIns.AddColumn("version", "bigint").AsPrimaryKey();
        checkIns.AddColumn("person", "uuid").NotNull();
        checkIns.AddColumn("role", "text").NotNull();
        checkIns.AddColumn("status", "text").NotNull();
        checkIns.AddColumn("at", "timestamptz").NotNull();

        var feedback = AddTable("feedback");
        feedback.AddColumn("mentorship", "uuid").AsPrimaryKey();
        feedback.AddColumn("version", "bigint").AsPrimaryKey();
        feedback.AddColumn("person", "uuid").NotNull();
        feedback.AddColumn("role", "text").NotNull();
        feedback.AddColumn("score", "integer").NotNull();
        feedback.AddColumn("at", "timestamptz").NotNull();
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case MentorshipStarted m:
                Begin(operations, m);
                break;
            case MentorshipClosed m:
                End(operations, m);
                break;
            case MemberLeft l:
                Leave(operations, l);
                break;
            case GoalSet g:
                Set(operations, g);
                break;
            case GoalReached g:
                Reach(operations, g);
                break;
            case GoalDropped g:
                Drop(operations, g);
                break;
            case SessionPlanned s:
                Plan(operations, s);
                break;
            case SessionRescheduled s:
                Reschedule(operations, s);
                break;
            case SessionCancelled s:
                Cancel(operations, s);
                break;
            case SessionHeld s:
                Record(operations, new(s.Mentorship, s.Session, s.Version, IsHeld: true, s.Attended, s.At));
                break;
            case SessionMissed s:
                Record(operations, new(s.Mentorship, s.Session, s.Version, IsHeld: false, s.Attended, s.At));
                break;
            case CheckInGiven c:
                CheckIn(operations, c);
                break;
            case FeedbackGiven f:
                Rate(operations, f);
                break;
        }
    }

    private static void Begin(IDocumentOperations operations, MentorshipStarted m) =>
        operations.QueueSql(
            $"""
            insert into mentorships as t (id, version, program, members, mentees, site_code, started_at)
            values ({m.Mentorship}, {m.Version}, {m.Program}, {m.Members.People()}, {m.Members.Mentees()},
                {m.SiteCode}, {m.At})
            on conflict (id) do update set
                version = greatest(t.version, excluded.version), started_at = least(t.started_at, excluded.started_at),
                members = excluded.members, mentees = excluded.mentees,
                site_code = case when excluded.version > t.version then excluded.site_code else t.site_code end
            """
        );

    /// <summary>The version says which sessions were recorded before it.</summary>
    private static void Leave(IDocumentOperations operations, MemberLeft l) =>
        operations.QueueSql(
            $"""
            insert into departures (mentorship, person, version) values ({l.Mentorship}, {l.Member.Person}, {l.Version})
            on conflict (mentorship, person) do nothing
            """
        );

    /// <summary>Of a group it names those who were left, and the start all who began it.</summary>
    private static void End(IDocumentOperations operations, MentorshipClosed m) =>
        operations.QueueSql(
            $"""
            insert into mentorships as t (id, version, program, members, mentees, site_code, closed_at, outcome)
            values ({m.Mentorship}, {m.Version}, {m.Program}, {m.Members.People()}, {m.Members.Mentees()},
                {m.SiteCode}, {m.At}, {m.Outcome})
            on conflict (id) do update set
                version = greatest(t.version, excluded.version), closed_at = excluded.closed_at,
                    outcome = excluded.outcome,
                site_code = case when excluded.version > t.version then excluded.site_code else t.site_code end
            """
        );

    private static void Set(IDocumentOperations operations, GoalSet g) =>
        operations.QueueSql(
            $"""
            insert into goals as t (mentorship, id, set_at) values ({g.Mentorship}, {g.Goal}, {g.At})
            on conflict (mentorship, id) do update set set_at = least(t.set_at, excluded.set_at)
            """
        );

    private static void Reach(IDocumentOperations operations, GoalReached g) =>
        operations.QueueSql(
            $"""
            insert into goals as t (mentorship, id, reached_at, on_time)
                values ({g.Mentorship}, {g.Goal}, {g.At}, {g.OnTime})
            on conflict (mentorship, id) do update set reached_at = excluded.reached_at, on_time = excluded.on_time
            """
        );

    private static void Drop(IDocumentOperations operations, GoalDropped g) =>
        operations.QueueSql(
            $"""
            insert into goals as t (mentorship, id, dropped_at) values ({g.Mentorship}, {g.Goal}, {g.At})
            on conflict (mentorship, id) do update set dropped_at = excluded.dropped_at
            """
        );

    private static void Plan(IDocumentOperations operations, SessionPlanned s) =>
        operations.QueueSql(
            $"""
            insert into sessions as t (mentorship, id, planned_at, plan_version, starts_at, record_version)
            values ({s.Mentorship}, {s.Session}, {s.At}, {s.Version}, {s.StartsAt}, 0)
            on conflict (mentorship, id) do update set
                planned_at = least(t.planned_at, excluded.planned_at),
                    plan_version = greatest(t.plan_version, excluded.plan_version),
                starts_at = case when excluded.plan_version > t.plan_version then excluded.starts_at else t.starts_at
                    end
            """
        );

    private static void Reschedule(IDocumentOperations operations, SessionRescheduled s) =>
        operations.QueueSql(
            $"""
            insert into sessions as t (mentorship, id, plan_version, starts_at, record_version)
            values ({s.Mentorship}, {s.Session}, {s.Version}, {s.StartsAt}, 0)
            on conflict (mentorship, id) do update
                set (plan_version, starts_at) = (excluded.plan_version, excluded.starts_at)
            where excluded.plan_version > t.plan_version
            """
        );

    private static void Cancel(IDocumentOperations operations, SessionCancelled s) =>
        operations.QueueSql(
            $"""
            insert into sessions as t (mentorship, id, plan_version, record_version, cancelled_at)
            values ({s.Mentorship}, {s.Session}, 0, 0, {s.At})
            on conflict (mentorship, id) do update set cancelled_at = excluded.cancelled_at
            """
        );

    private static void Record(IDocumentOperations operations, Attendance a) =>
        operations.QueueSql(
            $"""
            insert into sessions as t (mentorship, id, plan_version, recorded_at, record_version, held, attended)
            values ({a.Mentorship}, {a.Session}, 0, {a.At}, {a.Version}, {a.IsHeld}, {a.Attended})
            on conflict (mentorship, id) do update set
                (recorded_at, record_version, held, attended) = (excluded.recorded_at, excluded.record_version,
                    excluded.held, excluded.attended)
            where excluded.record_version > t.record_version
            """
        );

    private static void CheckIn(IDocumentOperations operations, CheckInGiven c) =>
        operations.QueueSql(
            $"""
            insert into check_ins (mentorship, version, person, role, status, at)
                values ({c.Mentorship}, {c.Version}, {c.Person}, {c.Role}, {c.Status}, {c.At})
            on conflict (mentorship, version) do nothing
            """
        );

    /// <summary>A member gives feedback once on a session, and once on the mentorship.</summary>
    private static void Rate(IDocumentOperations operations, FeedbackGiven f) =>
        operations.QueueSql(
            $"""
            insert into feedback (mentorship, version, person, role, score, at)
                values ({f.Mentorship}, {f.Version}, {f.Person}, {f.Role}, {f.Score}, {f.At})
            on conflict (mentorship, version) do nothing
            """
        );

    private sealed record Attendance(
        Guid Mentorship,
        Guid Session,
        long Version,
        bool IsHeld,
        int Attended,
        DateTimeOffset At
    );
}
