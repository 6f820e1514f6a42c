using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Badges;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Sessions;

/// <summary>Once a session has begun, either side records who came. The first record stands.</summary>
public static class RecordAttendance
{
    public sealed record Request(Attendance Attendance);

    public static async Task<NoContent> Handle(
        Guid id,
        Guid session,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        await events.Update<Mentorship, MentorshipEvent>(
            id,
            Mentorship.Evolve,
            m => Decide(m, by, new(session), request.Attendance, now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static MentorshipEvent[] Decide(
        Mentorship? mentorship,
        PersonId by,
        SessionId id,
        Attendance attendance,
        DateTimeOffset now
    )
    {
        var m = mentorship.RequireOpenFor(by);
        var session = m.Sessions.Find(id);
        return session switch
        {
            { Attendance: { } recorded } when recorded == attendance => [],
            { Attendance: { } recorded } => throw Conflict($"It is recorded as {recorded} already."),
            { Cancelled: true } => throw Conflict("The session was cancelled."),
            { Slot: var slot } when now < slot.StartsAt => throw Conflict("The session has not begun."),
            { Slot: var slot } => m.WithEarnedBadges(
                new AttendanceRecorded(
                    m.Id,
                    m.Program,
                    m.SiteCode,
                    id,
                    by,
                    slot.StartsAt,
                    slot.Minutes,
                    attendance,
                    now
                ),
                now
            ),
        };

        static DomainException Conflict(string message) => new(DomainError.Conflict, message);
    }
}
