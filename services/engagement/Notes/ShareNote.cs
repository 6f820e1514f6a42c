using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Notes;

/// <summary>The author opens a note to the other members, for good.</summary>
public static class ShareNote
{
    public static async Task<NoContent> Handle(
        Guid id,
        Guid note,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        await events.Update<Note, NoteEvent>(note, Note.Evolve, n => Decide(n, new(id), by, now), ct);
        return TypedResults.NoContent();
    }

    public static NoteEvent[] Decide(Note? note, MentorshipId mentorship, PersonId by, DateTimeOffset now)
    {
        var n = note.RequireReadableBy(by, mentorship);
        if (n.Author != by)
            throw new DomainException(DomainError.Forbidden, "Only the author shares a note.");
        return n.Shared ? [] : [new NoteShared(n.Id, now)];
    }
}
