using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Contracts.Privacy;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Engagement.Tests.Notes;

public sealed class NoteApiTests(EngagementHost engagement) : IClassFixture<EngagementHost>
{
    [Fact]
    public async Task A_private_note_opens_to_its_author_and_after_sharing_to_the_partner()
    {
        var pair = await engagement.Pair();
        var path = $"{pair.Path}/notes/{await pair.Made("/notes", new { text = "Ask about the move" })}";
        await pair.MentorClient.GetAsync(path).ShouldBe(HttpStatusCode.Forbidden);
        (await pair.MentorClient.Get($"{pair.Path}/notes"))["items"]!.AsArray().ShouldBeEmpty();
        (await pair.MenteeClient.Get(path))["text"]!.GetValue<string>().ShouldBe("Ask about the move");

        await pair.MenteeClient.Post($"{path}/share");
        (await pair.MentorClient.Get(path))["text"]!.GetValue<string>().ShouldBe("Ask about the move");
        var line = (await pair.MentorClient.Get($"{pair.Path}/notes"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        line["author"]!.GetValue<Guid>().ShouldBe(pair.Mentee);
        line["text"].ShouldBeNull();
    }

    /// <summary>The page that shows the notes loads them again after each command.</summary>
    [Fact]
    public async Task Each_note_is_in_the_list_as_soon_as_it_is_written()
    {
        var pair = await engagement.Pair();
        for (var notes = 1; notes <= 20; notes++)
        {
            await pair.Made("/notes", new { text = $"Question {notes}" });
            (await pair.MenteeClient.Get($"{pair.Path}/notes"))["items"]!.AsArray().Count.ShouldBe(notes);
        }
    }

    [Theory]
    [InlineData("coordinator")]
    [InlineData("people-admin")]
    [InlineData("overseer")]
    [InlineData("integration")]
    [InlineData("sponsor")]
    public async Task No_role_opens_a_note_or_even_lists_them(string role)
    {
        var pair = await engagement.Pair();
        var note = await pair.Made("/notes", new { text = "Between us", shared = true });
        var administrator = engagement.As(Guid.CreateVersion7(), [role], ["*"]);
        await administrator.GetAsync($"{pair.Path}/notes/{note}").ShouldBe(HttpStatusCode.Forbidden);
        await administrator.GetAsync($"{pair.Path}/notes").ShouldBe(HttpStatusCode.Forbidden);
        await administrator.Send($"{pair.Path}/notes/{note}/share").ShouldBe(HttpStatusCode.Forbidden);
        await administrator.Send($"{pair.Path}/notes", new { text = "Let me in" }).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_note_is_not_found_under_another_mentorship()
    {
        var (mine, other) = (await engagement.Pair(), await engagement.Pair());
        var note = await mine.Made("/notes", new { text = "Mine" });
        await mine.MenteeClient.GetAsync($"{other.Path}/notes/{note}").ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Nothing_that_people_write_can_be_read_in_the_database()
    {
        const string secret = "Xylophone";
        var pair = await engagement.Pair();
        await pair.Made("/notes", new { text = secret, shared = true });
        await pair.Post(
            "/agreement",
            new
            {
                goals = secret,
                meetingEveryDays = 7,
                boundaries = secret,
                confidentiality = secret,
                channel = secret,
                answerWithinHours = 4,
            }
        );
        var goal = await pair.Made(
            "/goals",
            new
            {
                title = secret,
                due = "2027-01-31",
                milestones = new[] { new { title = secret, due = "2027-01-01" } },
            }
        );
        await pair.Post($"/goals/{goal}/dropped", new { reason = secret });
        await pair.Post(
            "/check-ins",
            new
            {
                status = "stuck",
                mood = 1,
                blocker = secret,
            }
        );
        var session = (
            await pair.Post(
                "/sessions",
                new
                {
                    start = "2026-10-16T09:00",
                    minutes = 30,
                    topic = secret,
                }
            )
        )!["ids"]![0]!.GetValue<Guid>();
        await pair.Post($"/sessions/{session}/attendance", new { missedBy = new[] { pair.Mentor } });
        await pair.Post($"/sessions/{session}/feedback", new { score = 2, text = secret });
        await pair.Post("/close", new { outcome = "endedEarly", reason = secret });
        (await pair.Page(pair.MenteeClient)).ToJsonString().ShouldContain(secret);

        await NotStored();

        await engagement.DeliverAtOnce([new PersonErased(pair.Mentee, 9, DateTimeOffset.UnixEpoch)]);

        var page = await pair.Page(pair.MentorClient);
        page.ToJsonString().ShouldNotContain(secret);
        page["goals"]![0]!["title"]!.GetValue<string>().ShouldBe("erased");
        await NotStored();
        (
            await engagement.Services.GetRequiredService<Verification>().Run(TimeSpan.FromMinutes(1), default)
        ).Differences.ShouldBeEmpty();

        async Task NotStored()
        {
            var stored = await DatabaseDump.ReadAll(engagement.Database);
            foreach (var place in (string[])["note_written", "agreement_proposed", "mentorships_v1.mentorships "])
                stored.ShouldContain(place);
            stored.ShouldNotContain(secret, Case.Insensitive);
        }
    }
}
