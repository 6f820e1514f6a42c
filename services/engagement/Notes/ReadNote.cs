using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Notes;

/// <summary>
/// The author reads a note, or another member reads a shared one. All other users are forbidden, in every role, and a
/// person who left the group reads the own notes alone.
/// </summary>
public static class ReadNote
{
    public sealed record Response(Guid Id, Guid Author, string Text, bool Shared, DateTimeOffset At);

    public static async Task<Ok<Response>> Handle(
        Guid id,
        Guid note,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    )
    {
        var reader = user.PersonId();
        var n = (await events.Read<Note, NoteEvent>(note, Note.Evolve, ct)).RequireReadableBy(reader, new(id));
        if (n.Author != reader)
            (await events.Read<Mentorship, MentorshipEvent>(id, Mentorship.Evolve, ct)).RequireMember(reader);
        return TypedResults.Ok(new Response(n.Id.Value, n.Author.Value, n.Text.ToString(), n.Shared, n.At));
    }

    /// <exception cref="DomainException">There is no such note, or it is not for this person.</exception>
    public static Note RequireReadableBy(this Note? note, PersonId reader, MentorshipId mentorship) =>
        note switch
        {
            { } n when n.Mentorship != mentorship => throw NoSuchNote(),
            { } n when n.IsReadableBy(reader) => n,
            { } => throw new DomainException(
                DomainError.Forbidden,
                "The note is for its author, or for the members of the mentorship."
            ),
            null => throw NoSuchNote(),
        };

    private static DomainException NoSuchNote() => new(DomainError.NotFound, "The mentorship has no such note.");
}
