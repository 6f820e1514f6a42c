using System.Diagnostics;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Notes;

public readonly record struct NoteId(Guid Value);

public abstract record NoteEvent;

/// <param name="Partners">The other members, who can read it once it is shared.</param>
public sealed record NoteWritten(
    NoteId Note,
    MentorshipId Mentorship,
    PersonId Author,
    IReadOnlyList<PersonId> Partners,
    PersonalText Text,
    bool Shared,
    DateTimeOffset At
) : NoteEvent;

public sealed record NoteShared(NoteId Note, DateTimeOffset At) : NoteEvent;

/// <summary>What a member noted, for the author alone or for all members. No role opens it.</summary>
public sealed record Note(
    NoteId Id,
    MentorshipId Mentorship,
    PersonId Author,
    IReadOnlyList<PersonId> Partners,
    PersonalText Text,
    bool Shared,
    DateTimeOffset At
)
{
    public bool IsReadableBy(PersonId reader) => reader == Author || (Shared && Partners.Contains(reader));

    public static Note Evolve(Note? note, NoteEvent e) =>
        (note, e) switch
        {
            (null, NoteWritten w) => new(w.Note, w.Mentorship, w.Author, w.Partners, w.Text, w.Shared, w.At),
            ({ } n, NoteShared) => n with { Shared = true },
            _ => throw new UnreachableException($"{e} cannot follow {note}."),
        };
}
