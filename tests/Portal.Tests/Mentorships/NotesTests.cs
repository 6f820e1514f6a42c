using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Mentorships;
using static PeerNetwork.Portal.Tests.Mentorships.Pair;

namespace PeerNetwork.Portal.Tests.Mentorships;

public sealed class NotesTests : Component
{
    [Fact]
    public void A_note_says_who_can_read_it_and_only_a_private_one_can_be_shared()
    {
        ReadNoteResponse[] notes =
        [
            Note("Mine alone", Mentor, false),
            Note("Mine for both", Mentor, true),
            Note("Theirs", Mentee, true),
        ];
        var api = new StubApi().Answer(
            $"/mentorships/{Id}/notes?limit=20",
            new PageResponseOfNotesProjectionRow
            {
                Items =
                [
                    .. notes.Select(n => new NotesProjectionRow
                    {
                        Id = n.Id,
                        Author = n.Author,
                        Shared = n.Shared,
                    }),
                ],
            }
        );
        foreach (var note in notes)
            api.Answer($"/mentorships/{Id}/notes/{note.Id}", note);
        Services.AddSingleton(new EngagementClient(api.Client));

        var page = Render<Notes>(p => p.Add(c => c.Mentorship, Mentorship()));

        var cards = page.WaitForElements("li.card", 3);
        cards[0].TextContent.ShouldContain("Only you can read this");
        cards[1].TextContent.ShouldContain("You and Aiko Tanaka can read this");
        cards[2].TextContent.ShouldContain("Shared by Aiko Tanaka");
        cards.Select(card => card.QuerySelectorAll("button").Length).ShouldBe([1, 0, 0]);
    }

    private static ReadNoteResponse Note(string text, Guid author, bool shared) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Author = author,
            Text = text,
            Shared = shared,
            At = Now,
        };
}
