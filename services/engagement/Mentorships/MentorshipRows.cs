using PeerNetwork.Engagement.Agreements;
using PeerNetwork.Engagement.Goals;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.EventStore;

namespace PeerNetwork.Engagement.Mentorships;

/// <summary>One row for each mentorship, without a word that people wrote: for the pair's own list and for coordinators.</summary>
public sealed class MentorshipRows : IProjection
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

    public void Apply(StoredEvent e, SqlBatch sql)
    {
        switch (e.Data)
        {
            case MentorshipStarted s:
                sql.Add(
                    $"""
                    insert into mentorships (id, program, site_code, mentor, mentee, started)
                    values ({e.Stream}, {s.Program.Value}, {s.SiteCode}, {s.Mentor.Value}, {s.Mentee.Value}, {s.At})
                    """
                );
                break;
            case AgreementAccepted a:
                sql.Add($"update mentorships set agreed = {a.At} where id = {e.Stream}");
                break;
            case GoalSet:
                sql.Add($"update mentorships set goals = goals + 1 where id = {e.Stream}");
                break;
            case GoalReached:
                sql.Add($"update mentorships set goals_reached = goals_reached + 1 where id = {e.Stream}");
                break;
            case GoalDropped:
                sql.Add($"update mentorships set goals = goals - 1 where id = {e.Stream}");
                break;
            case MentorshipClosed c:
                sql.Add(
                    $"update mentorships set closed = {c.At}, outcome = {WireNames.Of(c.Outcome)} where id = {e.Stream}"
                );
                break;
            case SessionEvent s:
                Apply(e.Stream, s, sql);
                break;
        }
    }

    private static void Apply(Guid mentorship, SessionEvent e, SqlBatch sql)
    {
        switch (e)
        {
            case SessionPlanned p:
                sql.Add($"insert into upcoming_sessions values ({p.Session.Value}, {mentorship}, {p.StartsAt})");
                break;
            case SessionRescheduled r:
                sql.Add($"update upcoming_sessions set starts_at = {r.StartsAt} where id = {r.Session.Value}");
                break;
            case SessionCancelled c:
                sql.Add($"delete from upcoming_sessions where id = {c.Session.Value}");
                break;
            case AttendanceRecorded a:
                sql.Add($"delete from upcoming_sessions where id = {a.Session.Value}");
                if (a.Attendance is not Attendance.Held)
                    break;
                sql.Add(
                    $"""
                    update mentorships set sessions_held = sessions_held + 1, last_session = greatest(last_session, {a.StartsAt})
                    where id = {mentorship}
                    """
                );
                break;
        }
    }
}
