using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Notes;

/// <summary>A member writes a note, private unless it is shared with the other members at once.</summary>
public static class WriteNote
{
    public sealed record Request(string Text, bool Shared = false);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Text).Text();
    }

    public static async Task<Created<CreatedId>> Handle(
        Guid id,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (author, now) = (user.PersonId(), clock.GetUtcNow());
        var note = new NoteId(Guid.CreateVersion7(now));
        await events.Update(
            async writes =>
            {
                var mentorship = await writes.Fetch<Mentorship, MentorshipEvent>(id, Mentorship.Evolve);
                writes.Append<Note, NoteEvent>(
                    note.Value,
                    Decide(mentorship, note, author, author.ToPersonalText(request.Text), request.Shared, now)
                );
            },
            ct
        );
        return TypedResults.Created($"/mentorships/{id}/notes/{note.Value}", new CreatedId(note.Value));
    }

    public static NoteEvent[] Decide(
        Mentorship? mentorship,
        NoteId note,
        PersonId author,
        PersonalText text,
        bool shared,
        DateTimeOffset now
    )
    {
        var m = mentorship.RequireOpenFor(author);
        return [new NoteWritten(note, m.Id, author, [.. m.PartnersOf(author)], text, shared, now)];
    }
}
