using JasperFx.Events;
using PeerNetwork.Engagement.Agreements;
using PeerNetwork.Engagement.Badges;
using PeerNetwork.Engagement.CheckIns;
using PeerNetwork.Engagement.Feedback;
using PeerNetwork.Engagement.Goals;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.EventSourcing;
using Public = PeerNetwork.Contracts.Engagement;

namespace PeerNetwork.Engagement;

/// <summary>Maps our events to contracts: ids, times and counts, never the texts of people.</summary>
public static class Published
{
    public static IEnumerable<object> Map(IEvent e) =>
        e.Data switch
        {
            MentorshipEvent data when Contract(data, e.Version) is { } contract => [contract],
            PersonalDataErased p =>
            [
                new Contracts.Privacy.PersonalDataErased(
                    p.Person.Value,
                    "engagement",
                    [new("encryption key", p.Keys)],
                    p.At
                ),
            ],
            _ => [],
        };

    private static object? Contract(MentorshipEvent e, long version) =>
        e switch
        {
            MentorshipStarted s => new Public.MentorshipStarted(
                s.Mentorship.Value,
                version,
                s.Program.Value,
                EnumText.Of(s.Kind),
                [.. s.Members.Select(m => m.ToContract())],
                s.SiteCode,
                s.At
            ),
            AgreementAccepted a => new Public.AgreementAccepted(
                a.Mentorship.Value,
                version,
                a.Program.Value,
                a.SiteCode,
                a.At
            ),
            GoalSet g => new Public.GoalSet(
                g.Mentorship.Value,
                version,
                g.Program.Value,
                g.SiteCode,
                g.Goal.Value,
                g.Due,
                g.At
            ),
            GoalReached g => new Public.GoalReached(
                g.Mentorship.Value,
                version,
                g.Program.Value,
                g.SiteCode,
                g.Goal.Value,
                g.OnTime,
                g.At
            ),
            GoalDropped g => new Public.GoalDropped(
                g.Mentorship.Value,
                version,
                g.Program.Value,
                g.SiteCode,
                g.Goal.Value,
                g.At
            ),
            SessionPlanned s => new Public.SessionPlanned(
                s.Mentorship.Value,
                version,
                s.Program.Value,
                s.SiteCode,
                s.Session.Value,
                s.StartsAt,
                s.Minutes,
                s.At
            ),
            SessionRescheduled s => new Public.SessionRescheduled(
                s.Mentorship.Value,
                version,
                s.Program.Value,
                s.SiteCode,
                s.Session.Value,
                s.StartsAt,
                s.Minutes,
                s.At
            ),
            SessionCancelled s => new Public.SessionCancelled(
                s.Mentorship.Value,
                version,
                s.Program.Value,
                s.SiteCode,
                s.Session.Value,
                s.At
            ),
            AttendanceRecorded { MissedBy: [] } a => new Public.SessionHeld(
                a.Mentorship.Value,
                version,
                a.Program.Value,
                a.SiteCode,
                a.Session.Value,
                a.StartsAt,
                a.Minutes,
                a.Attended,
                a.At
            ),
            AttendanceRecorded a => new Public.SessionMissed(
                a.Mentorship.Value,
                version,
                a.Program.Value,
                a.SiteCode,
                a.Session.Value,
                a.StartsAt,
                a.Minutes,
                a.Attended,
                a.At
            ),
            CheckInGiven c => new Public.CheckInGiven(
                c.Mentorship.Value,
                version,
                c.Program.Value,
                c.SiteCode,
                c.By.Value,
                EnumText.Of(c.Role),
                EnumText.Of(c.Status),
                c.At
            ),
            FeedbackGiven f => new Public.FeedbackGiven(
                f.Mentorship.Value,
                version,
                f.Program.Value,
                f.SiteCode,
                f.By.Value,
                EnumText.Of(f.Role),
                f.Score,
                f.Session?.Value,
                f.At
            ),
            BadgeAwarded b => new Public.BadgeAwarded(
                b.Mentorship.Value,
                version,
                b.Program.Value,
                b.SiteCode,
                b.Person.Value,
                EnumText.Of(b.Badge),
                b.At
            ),
            MemberLeft l => new Public.MemberLeft(
                l.Mentorship.Value,
                version,
                l.Program.Value,
                EnumText.Of(l.Kind),
                l.Member.ToContract(),
                l.SiteCode,
                EnumText.Of(l.Cause),
                l.At
            ),
            MentorshipClosed c => new Public.MentorshipClosed(
                c.Mentorship.Value,
                version,
                c.Program.Value,
                EnumText.Of(c.Kind),
                [.. c.Members.Select(m => m.ToContract())],
                c.SiteCode,
                EnumText.Of(c.Outcome),
                c.SessionsHeld,
                c.At
            ),
            _ => null,
        };
}
