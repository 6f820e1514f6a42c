using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Badges;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Roadmaps;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Sessions;

/// <summary>Once a session has begun, a member records who did not attend. The first record stands.</summary>
public static class RecordAttendance
{
    /// <param name="MissedBy">The members who did not attend; empty if all attended.</param>
    public sealed record Request(IReadOnlyList<Guid> MissedBy);

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
        PersonId[] missedBy = [.. request.MissedBy.Select(person => new PersonId(person))];
        await events.Update<Mentorship, MentorshipEvent>(
            id,
            Mentorship.Evolve,
            m => Decide(m, by, new(session), missedBy, now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static MentorshipEvent[] Decide(
        Mentorship? mentorship,
        PersonId by,
        SessionId id,
        IReadOnlyList<PersonId> missedBy,
        DateTimeOffset now
    )
    {
        var m = mentorship.RequireOpenFor(by);
        var session = m.Sessions.Find(id);
        // In the order of the members, so that two records are the same in whatever order they were sent.
        PersonId[] missed = [.. m.Members.Select(member => member.Person).Where(missedBy.Contains)];
        if (missed.Length != missedBy.Count)
            throw new InvalidFieldException("missedBy", "must list members of the mentorship, each of them once");
        return session switch
        {
            { MissedBy: { } recorded } when recorded.SequenceEqual(missed) => [],
            { MissedBy: not null } => throw Conflict("Another attendance is recorded already."),
            { Cancelled: true } => throw Conflict("The session was cancelled."),
            { Slot: var slot } when now < slot.StartsAt => throw Conflict("The session has not begun."),
            { Slot: var slot } =>
            [
                .. m.WithEarnedBadges(
                    new AttendanceRecorded(
                        m.Id,
                        m.Program,
                        m.SiteCode,
                        id,
                        by,
                        slot.StartsAt,
                        slot.Minutes,
                        missed,
                        m.Members.Count - missed.Length,
                        now
                    ),
                    now
                ),
                .. HeldStep(m, session, m.Members.Count - missed.Length, now),
            ],
        };

        static DomainException Conflict(string message) => new(DomainError.Conflict, message);
    }

    /// <summary>A group holds a step without all of its members. One member alone does not.</summary>
    private static MentorshipEvent[] HeldStep(Mentorship m, Session session, int attended, DateTimeOffset now)
    {
        if (attended < 2 || session.Step is not { } step || m.Roadmap is not { } roadmap)
            return [];
        var held = new RoadmapStepHeld(m.Id, step, session.Id, roadmap.Held + 1, Total: 0, now);
        return [held with { Total = Roadmap.Evolve(roadmap, held).Total }];
    }
}
