using Marten;
using JasperFx.Events;
using PeerNetwork.Engagement.Agreements;
using PeerNetwork.Engagement.Goals;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Mentorships;

/// <summary>One row for each mentorship, without a word that people wrote: for the pair's own list and for coordinators.</summary>
public sealed class MentorshipRows : TableProjection
{
    public string Name => "mentorships";

    public string Schema =>
        """
            create table mentorships (
                id uuid primary key, program uuid not null, site_code text not null, mentor uuid not null, mentee uuid not null,
                started timestamptz not null, agreed timestamptz, goals int not null default 0, goals_reached int not null default 0,
                sessions_held int not null default 0, last_session timestamptz, closed timestamptz, outcome text);
            create index on mentorships (mentor, id);
            create index on mentorships (mentee, id);
            create index on mentorships (site_code, program, id);
            create table upcoming_sessions (id uuid primary key, mentorship uuid not null, starts_at timestamptz not null);
            create index on upcoming_sessions (mentorship, starts_at);
            """;

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case MentorshipStarted s:
                operations.QueueSql(
                    $"""
                    insert into mentorships (id, program, site_code, mentor, mentee, started)
                    values ({e.StreamId}, {s.Program.Value}, {s.SiteCode}, {s.Mentor.Value}, {s.Mentee.Value}, {s.At})
                    """
                );
                break;
            case AgreementAccepted a:
                operations.QueueSql($"update mentorships set agreed = {a.At} where id = {e.StreamId}");
                break;
            case GoalSet:
                operations.QueueSql($"update mentorships set goals = goals + 1 where id = {e.StreamId}");
                break;
            case GoalReached:
                operations.QueueSql($"update mentorships set goals_reached = goals_reached + 1 where id = {e.StreamId}");
                break;
            case GoalDropped:
                operations.QueueSql($"update mentorships set goals = goals - 1 where id = {e.StreamId}");
                break;
            case MentorshipClosed c:
                operations.QueueSql(
                    $"update mentorships set closed = {c.At}, outcome = {WireNames.Of(c.Outcome)} where id = {e.StreamId}"
                );
                break;
            case SessionEvent s:
                Apply(e.StreamId, s, operations);
                break;
        }
    }

    private static void Apply(Guid mentorship, SessionEvent e, IDocumentOperations operations)
    {
        switch (e)
        {
            case SessionPlanned p:
                operations.QueueSql($"insert into upcoming_sessions values ({p.Session.Value}, {mentorship}, {p.StartsAt})");
                break;
            case SessionRescheduled r:
                operations.QueueSql($"update upcoming_sessions set starts_at = {r.StartsAt} where id = {r.Session.Value}");
                break;
            case SessionCancelled c:
                operations.QueueSql($"delete from upcoming_sessions where id = {c.Session.Value}");
                break;
            case AttendanceRecorded a:
                operations.QueueSql($"delete from upcoming_sessions where id = {a.Session.Value}");
                if (a.Attendance is not Attendance.Held)
                    break;
                operations.QueueSql(
                    $"""
                    update mentorships set sessions_held = sessions_held + 1, last_session = greatest(last_session, {a.StartsAt})
                    where id = {mentorship}
                    """
                );
                break;
        }
    }
}
