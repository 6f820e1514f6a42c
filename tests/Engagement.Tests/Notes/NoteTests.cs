using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.Notes;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;
using static PeerNetwork.Engagement.Tests.TestData;

namespace PeerNetwork.Engagement.Tests.Notes;

public class NoteTests
{
    private static readonly NoteId NoteOne = new(Guid.Parse("01990000-0000-7000-8000-000000000008"));
    private static readonly NoteWritten Written = new(
        NoteOne,
        Id,
        Mentee,
        [Mentor],
        Mentee.ToPersonalText("Ask her"),
        false,
        Now
    );
    private static readonly NoteShared Shared = new(NoteOne, Now);
    private static readonly Mentorship Open = Mentorship.Evolve(null, Started);

    private static DeciderSpec<Note, NoteEvent> Notes => DeciderSpec.Of<Note, NoteEvent>(Note.Evolve);

    [Fact]
    public void A_note_is_written_beside_the_partner()
    {
        Notes
            .When(_ => WriteNote.Decide(Open, NoteOne, Mentee, Mentee.ToPersonalText("Ask her"), false, Now))
            .Then(Written);
        Notes
            .When(_ => WriteNote.Decide(Open, NoteOne, Mentor, Mentor.ToPersonalText("Yes"), true, Now))
            .Then(new NoteWritten(NoteOne, Id, Mentor, [Mentee], Mentor.ToPersonalText("Yes"), true, Now));
    }

    [Fact]
    public void A_shared_note_opens_to_all_other_members()
    {
        var three = Mentorship.Evolve(null, Started with { Members = [.. Members, new(Stranger, MemberRole.Mentee)] });
        Notes
            .When(_ => WriteNote.Decide(three, NoteOne, Mentee, Mentee.ToPersonalText("Ask her"), false, Now))
            .Then(Written with { Partners = [Mentor, Stranger] });
        var shared = Note.Evolve(null, Written with { Partners = [Mentor, Stranger], Shared = true });
        shared.IsReadableBy(Mentor).ShouldBeTrue();
        shared.IsReadableBy(Stranger).ShouldBeTrue();
    }

    [Fact]
    public void Not_by_a_stranger_and_not_after_the_close()
    {
        Notes
            .When(_ => WriteNote.Decide(Open, NoteOne, Stranger, Stranger.ToPersonalText("?"), false, Now))
            .ThenThrows(DomainError.Forbidden);
        Notes
            .When(_ =>
                WriteNote.Decide(
                    Mentorship.Evolve(Open, Closed),
                    NoteOne,
                    Mentee,
                    Mentee.ToPersonalText("?"),
                    false,
                    Now
                )
            )
            .ThenThrows(DomainError.Conflict);
        Notes
            .When(_ => WriteNote.Decide(null, NoteOne, Mentee, Mentee.ToPersonalText("?"), false, Now))
            .ThenThrows(DomainError.NotFound);
    }

    [Fact]
    public void The_author_shares_it_once()
    {
        Notes.Given(Written).When(n => ShareNote.Decide(n, Open, Mentee, Now)).Then(Shared);
        Notes.Given(Written, Shared).When(n => ShareNote.Decide(n, Open, Mentee, Now)).ThenNothing();
    }

    [Fact]
    public void Nobody_else_shares_it()
    {
        Notes.Given(Written).When(n => ShareNote.Decide(n, Open, Mentor, Now)).ThenThrows(DomainError.Forbidden);
        Notes
            .Given(Written, Shared)
            .When(n => ShareNote.Decide(n, Open, Mentor, Now))
            .ThenThrows(DomainError.Forbidden, "author");
        Notes.When(n => ShareNote.Decide(n, Open, Mentee, Now)).ThenThrows(DomainError.NotFound);
        Notes
            .Given(Written)
            .When(n => ShareNote.Decide(n, Open with { Id = new(NoteOne.Value) }, Mentee, Now))
            .ThenThrows(DomainError.NotFound);
    }

    [Fact]
    public void It_opens_to_its_author_and_once_shared_to_the_partner_and_to_nobody_else()
    {
        var note = Note.Evolve(null, Written);
        note.IsReadableBy(Mentee).ShouldBeTrue();
        note.IsReadableBy(Mentor).ShouldBeFalse();
        note.IsReadableBy(Stranger).ShouldBeFalse();
        Note.Evolve(note, Shared).IsReadableBy(Mentor).ShouldBeTrue();
        Note.Evolve(note, Shared).IsReadableBy(Stranger).ShouldBeFalse();
    }
}
