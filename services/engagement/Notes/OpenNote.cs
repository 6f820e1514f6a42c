using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Notes;

/// <summary>
/// The author opens a note, or the partner one that was shared; whoever else asks is refused, whatever their role.
/// </summary>
public static class OpenNote
{
    public sealed record Answer(Guid Id, Guid Author, string Text, bool Shared, DateTimeOffset At);

    public static async Task<Ok<Answer>> Handle(
        Guid id,
        Guid note,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    )
    {
        var n = (await events.Read<Note, NoteEvent>(note, Note.Evolve, ct)).OpenTo(user.PersonId(), new(id));
        return TypedResults.Ok(new Answer(n.Id.Value, n.Author.Value, n.Text.ToString(), n.Shared, n.At));
    }

    /// <exception cref="DomainException">There is no such note, or it is not for this person.</exception>
    public static Note OpenTo(this Note? note, PersonId reader, MentorshipId mentorship) =>
        note switch
        {
            { } n when n.Mentorship != mentorship => throw Missing(),
            { } n when n.IsOpenTo(reader) => n,
            { } => throw new DomainException(DomainError.Forbidden, "The note is for its author, or for the pair."),
            null => throw Missing(),
        };

    private static DomainException Missing() => new(DomainError.NotFound, "The mentorship has no such note.");
}
