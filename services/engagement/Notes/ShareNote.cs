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
        await events.Update(
            async writes =>
            {
                var n = await writes.Fetch<Note, NoteEvent>(note, Note.Evolve);
                var m = await writes.Fetch<Mentorship, MentorshipEvent>(id, Mentorship.Evolve);
                writes.Append<Note, NoteEvent>(note, Decide(n, m, by, now));
            },
            ct
        );
        return TypedResults.NoContent();
    }

    public static NoteEvent[] Decide(Note? note, Mentorship? mentorship, PersonId by, DateTimeOffset now)
    {
        var n = note.RequireReadableBy(by, mentorship.RequireMember(by).Id);
        if (n.Author != by)
            throw new DomainException(DomainError.Forbidden, "Only the author shares a note.");
        return n.Shared ? [] : [new NoteShared(n.Id, now)];
    }
}
