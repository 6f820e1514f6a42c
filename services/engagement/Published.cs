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

    /// <remarks>Of two who connected without a program, the end alone is published.</remarks>
    private static object? Contract(MentorshipEvent e, long version) =>
        e switch
        {
            MentorshipStarted { Program: { } program } s => new Public.MentorshipStarted(
                s.Mentorship.Value,
                version,
                program.Value,
                EnumText.Of(s.Kind),
                [.. s.Members.Select(m => m.ToContract())],
                s.SiteCode,
                s.At
            ),
            AgreementAccepted { Program: { } program } a => new Public.AgreementAccepted(
                a.Mentorship.Value,
                version,
                program.Value,
                a.SiteCode,
                a.At
            ),
            GoalSet { Program: { } program } g => new Public.GoalSet(
                g.Mentorship.Value,
                version,
                program.Value,
                g.SiteCode,
                g.Goal.Value,
                g.Due,
                g.At
            ),
            GoalReached { Program: { } program } g => new Public.GoalReached(
                g.Mentorship.Value,
                version,
                program.Value,
                g.SiteCode,
                g.Goal.Value,
                g.OnTime,
                g.At
            ),
            GoalDropped { Program: { } program } g => new Public.GoalDropped(
                g.Mentorship.Value,
                version,
                program.Value,
                g.SiteCode,
                g.Goal.Value,
                g.At
            ),
            SessionPlanned { Program: { } program } s => new Public.SessionPlanned(
                s.Mentorship.Value,
                version,
                program.Value,
                s.SiteCode,
                s.Session.Value,
                s.StartsAt,
                s.Minutes,
                s.At
            ),
            SessionRescheduled { Program: { } program } s => new Public.SessionRescheduled(
                s.Mentorship.Value,
                version,
                program.Value,
                s.SiteCode,
                s.Session.Value,
                s.StartsAt,
                s.Minutes,
                s.At
            ),
            SessionCancelled { Program: { } program } s => new Public.SessionCancelled(
                s.Mentorship.Value,
                version,
                program.Value,
                s.SiteCode,
                s.Session.Value,
                s.At
            ),
            AttendanceRecorded { Program: { } program, MissedBy: [] } a => new Public.SessionHeld(
                a.Mentorship.Value,
                version,
                program.Value,
                a.SiteCode,
                a.Session.Value,
                a.StartsAt,
                a.Minutes,
                a.Attended,
                a.At
            ),
            AttendanceRecorded { Program: { } program } a => new Public.SessionMissed(
                a.Mentorship.Value,
                version,
                program.Value,
                a.SiteCode,
                a.Session.Value,
                a.StartsAt,
                a.Minutes,
                a.Attended,
                a.At
            ),
            CheckInGiven { Program: { } program } c => new Public.CheckInGiven(
                c.Mentorship.Value,
                version,
                program.Value,
                c.SiteCode,
                c.By.Value,
                EnumText.Of(c.Role),
                EnumText.Of(c.Status),
                c.At
            ),
            FeedbackGiven { Program: { } program } f => new Public.FeedbackGiven(
                f.Mentorship.Value,
                version,
                program.Value,
                f.SiteCode,
                f.By.Value,
                EnumText.Of(f.Role),
                f.Score,
                f.Session?.Value,
                f.At
            ),
            BadgeAwarded { Program: { } program } b => new Public.BadgeAwarded(
                b.Mentorship.Value,
                version,
                program.Value,
                b.SiteCode,
                b.Person.Value,
                EnumText.Of(b.Badge),
                b.At
            ),
            MemberLeft { Program: { } program } l => new Public.MemberLeft(
                l.Mentorship.Value,
                version,
                program.Value,
                EnumText.Of(l.Kind),
                l.Member.ToContract(),
                l.SiteCode,
                EnumText.Of(l.Cause),
                l.At
            ),
            MentorshipClosed { Program: { } program } c => new Public.MentorshipClosed(
                c.Mentorship.Value,
                version,
                program.Value,
                EnumText.Of(c.Kind),
                [.. c.Members.Select(m => m.ToContract())],
                c.SiteCode,
                EnumText.Of(c.Outcome),
                c.SessionsHeld,
                c.At
            ),
            MentorshipClosed c => new Public.ConnectionClosed(
                c.Mentorship.Value,
                version,
                [.. c.Members.Select(m => m.ToContract())],
                EnumText.Of(c.Outcome),
                c.At
            ),
            _ => null,
        };
}
