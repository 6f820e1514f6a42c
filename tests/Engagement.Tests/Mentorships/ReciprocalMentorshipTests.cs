using System.Net;
using System.Text.Json.Nodes;
using PeerNetwork.Testing;

namespace PeerNetwork.Engagement.Tests.Mentorships;

/// <summary>Two peers, over HTTP and the real store, from the match to the close.</summary>
public sealed class ReciprocalMentorshipTests(EngagementHost engagement) : IClassFixture<EngagementHost>
{
    [Fact]
    public async Task Two_peers_are_mentor_and_mentee_of_each_other_from_the_match_to_the_close()
    {
        var (one, other) = await Peers();
        var page = await other.Page();
        page["kind"]!.GetValue<string>().ShouldBe("reciprocal");
        page["you"]!.GetValue<Guid>().ShouldBe(other.Id);
        page["yourRole"]!.GetValue<string>().ShouldBe("peer");
        page["members"]!
            .AsArray()
            .Select(m => (m!["person"]!.GetValue<Guid>(), m["role"]!.GetValue<string>(), m["zone"]!.GetValue<string>()))
            .ShouldBe([(one.Id, "peer", "Asia/Singapore"), (other.Id, "peer", "America/Chicago")]);
        await Eventually.Passes(async () =>
        {
            foreach (var peer in new[] { one, other })
            {
                var line = (await peer.Client.Get("/me/mentorships"))["items"]!.AsArray().ShouldHaveSingleItem()!;
                line["kind"]!.GetValue<string>().ShouldBe("reciprocal");
                line["members"]!
                    .AsArray()
                    .Select(m => (m!["person"]!.GetValue<Guid>(), m["role"]!.GetValue<string>()))
                    .ShouldBe([(one.Id, "peer"), (other.Id, "peer")]);
            }
        });

        await one.Post("/agreement", MentorshipApiTests.Terms);
        (await other.Page())["agreement"]!["open"]!["acceptedBy"]!.AsArray().ShouldBeEmpty();
        await other.Post("/agreement/acceptance", new { proposal = 1 });
        var agreed = (await one.Page())["agreement"]!["inForce"]!;
        agreed["by"]!.GetValue<Guid>().ShouldBe(one.Id);
        agreed["acceptedBy"]!.AsArray().ShouldHaveSingleItem()!.GetValue<Guid>().ShouldBe(other.Id);

        await one.Post("/check-ins", new { status = "onTrack", mood = 4 });
        await other.Post("/check-ins", new { status = "slow", mood = 3 });
        (await one.Page())["checkIns"]!
            .AsArray()
            .Select(c => (c!["by"]!.GetValue<Guid>(), c["role"]!.GetValue<string>()))
            .ShouldBe([(one.Id, "peer"), (other.Id, "peer")]);

        var (missed, held) = (await Session(other, "2026-10-15T09:00"), await Session(other, "2026-10-16T09:00"));
        await one.Post($"/sessions/{missed}/attendance", new { missedBy = new[] { other.Id } });
        await one.Post($"/sessions/{held}/attendance", new { missedBy = Array.Empty<Guid>() });
        await one.Post($"/sessions/{held}/feedback", new { score = 5, audience = "partner" });
        page = await other.Page();
        page["sessions"]!
            .AsArray()
            .Select(s => s!["missedBy"]!.AsArray().Select(person => person!.GetValue<Guid>()).ToArray())
            .ShouldBe([
                [other.Id],
                [],
            ]);
        page["partnerFeedback"]![0]!["role"]!.GetValue<string>().ShouldBe("peer");
        page["partnerFeedback"]![0]!["by"]!.GetValue<Guid>().ShouldBe(one.Id);

        await other.Post("/close", new { outcome = "completed" });
        (await one.Page())["closing"]!["sessionsHeld"]!.GetValue<int>().ShouldBe(1);
        await one
            .Client.Send($"{one.Path}/check-ins", new { status = "onTrack", mood = 5 })
            .ShouldBe(HttpStatusCode.Conflict, "mentorship-closed");
    }

    private static async Task<Guid> Session(Peer peer, string start) =>
        (await peer.Post("/sessions", new { start, minutes = 60 }))!["ids"]![0]!.GetValue<Guid>();

    /// <summary>The first lives in Singapore, the second in Chicago.</summary>
    private async Task<(Peer One, Peer Other)> Peers()
    {
        var (one, other, match) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await engagement.DeliverAtOnce([
            EngagementHost.Person(one, "SIN", "Asia/Singapore"),
            EngagementHost.Person(other, "CHI", "America/Chicago"),
            EngagementHost.Confirmed(match, Guid.CreateVersion7(), one, other) with
            {
                Kind = "reciprocal",
                Members = [new(one, "peer"), new(other, "peer")],
                SiteCode = "SIN",
            },
        ]);
        return (new(one, match, engagement.As(one)), new(other, match, engagement.As(other)));
    }

    private sealed record Peer(Guid Id, Guid Mentorship, HttpClient Client)
    {
        public string Path => $"/mentorships/{Mentorship}";

        public Task<JsonNode> Page() => Client.Get(Path);

        public Task<JsonNode?> Post(string path, object body) => Client.Post(Path + path, body);
    }
}
