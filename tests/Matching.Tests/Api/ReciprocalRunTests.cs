using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

/// <summary>Runs that pair peers, from the request to the end of the mentorship.</summary>
[Collection(MatchingCollection.Name)]
public class ReciprocalRunTests(MatchingHost matching)
{
    [Fact]
    public async Task Peers_are_paired_with_proof_and_each_is_mentor_and_mentee_of_the_other()
    {
        var (program, peers) = await Peers(5);
        await matching.Join(program, "mentor", 2);
        await matching.Join(program, "mentee");
        var coordinator = matching.Coordinator();

        var run = await Draft(program);

        var draft = await coordinator.GetFromJsonAsync<JsonElement>($"/runs/{run}");
        draft.GetProperty("kind").GetString().ShouldBe("reciprocal");
        draft.GetProperty("mentees").GetInt32().ShouldBe(5);
        draft.GetProperty("open").GetInt32().ShouldBe(2);
        var proposals = await Items(coordinator, $"/runs/{run}/proposals");
        var unmatched = await Items(coordinator, $"/runs/{run}/unmatched");
        proposals
            .SelectMany(p => new[] { p.GetProperty("mentee").GetGuid(), p.GetProperty("mentor").GetGuid() })
            .Concat(unmatched.Select(u => u.GetProperty("mentee").GetGuid()))
            .ShouldBe(peers.Select(p => p.Person), ignoreOrder: true);
        unmatched.ShouldHaveSingleItem().GetProperty("reason").GetString().ShouldBe("over-demanded");
        proposals.ShouldAllBe(p =>
            (Points(p, "contributions") + Points(p, "otherContributions")) / 2 == p.GetProperty("score").GetInt32()
        );
        proposals.ShouldAllBe(p => AllRulesPass(p, "rules") && AllRulesPass(p, "otherRules"));

        var proof = await (
            await coordinator.PostAsync($"/runs/{run}/certificate/verify", null)
        ).Content.ReadFromJsonAsync<JsonElement>();
        proof.GetProperty("holds").GetBoolean().ShouldBeTrue();
        var again = await (
            await coordinator.PostAsync($"/runs/{run}/reproduce", null)
        ).Content.ReadFromJsonAsync<JsonElement>();
        foreach (var same in new[] { "sameInputs", "samePairs", "sameBytes" })
            again.GetProperty(same).GetBoolean().ShouldBeTrue();
        var certificate = await coordinator.GetFromJsonAsync<JsonElement>($"/runs/{run}/variants/1/certificate");
        certificate.GetProperty("peers").GetProperty("partners").GetArrayLength().ShouldBe(5);
        certificate.GetProperty("peerGraph").GetProperty("rowStart").GetArrayLength().ShouldBe(6);
        certificate.GetProperty("graph").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Both_accept_both_give_a_place_and_both_are_free_again_at_the_end()
    {
        var (program, peers) = await Peers(2);
        var coordinator = matching.Coordinator();
        var match = await Propose(program);

        var shown = await matching.As(peers[0].Person).GetFromJsonAsync<JsonElement>($"/matches/{match}");
        shown.GetProperty("kind").GetString().ShouldBe("reciprocal");
        shown
            .GetProperty("reasons")
            .EnumerateArray()
            .Select(r => (r.GetProperty("mentee").GetGuid(), r.GetProperty("mentor").GetGuid()))
            .ShouldBe([(peers[0].Person, peers[1].Person), (peers[1].Person, peers[0].Person)], ignoreOrder: true);
        Members(shown).ShouldBe(peers.Select(p => (p.Person, "peer", false)), ignoreOrder: true);
        (await NextActions(program)).ShouldAllBe(next => next == "answerMatch");

        await Done(await Accept(match, peers[0]));
        var listed = (await Items(matching.As(peers[1].Person), "/matches/mine")).ShouldHaveSingleItem();
        Members(listed).ShouldContain((peers[0].Person, "peer", true));
        listed.GetProperty("state").GetString().ShouldBe("proposed");
        await Done(await Accept(match, peers[1]));

        var pool = await Items(coordinator, $"/programs/{program}/pool");
        pool.ShouldAllBe(p => p.GetProperty("usedCapacity").GetInt32() == 1);
        (await NextActions(program)).ShouldAllBe(next => next == "mentorship");

        await matching.Deliver(Closed(match, program, peers[0].Person, peers[1].Person, "endedEarly"));
        pool = await Items(coordinator, $"/programs/{program}/pool");
        pool.ShouldAllBe(p => p.GetProperty("usedCapacity").GetInt32() == 0);
        (await NextActions(program)).ShouldAllBe(next => next == "nextRun");
    }

    [Fact]
    public async Task A_peer_who_declines_is_not_paired_with_the_same_person_again()
    {
        var (program, peers) = await Peers(2);
        var match = await Propose(program);

        await Done(await matching.As(peers[1].Person).PostAsJsonAsync($"/matches/{match}/decline", new { }));

        (await matching.As(peers[0].Person).GetFromJsonAsync<JsonElement>($"/matches/{match}"))
            .GetProperty("reason")
            .GetString()
            .ShouldBe("declinedByPeer");
        var run = await Draft(program);
        (await Items(matching.Coordinator(), $"/runs/{run}/proposals")).ShouldBeEmpty();
        (await Items(matching.Coordinator(), $"/runs/{run}/unmatched"))
            .Select(u => u.GetProperty("reason").GetString())
            .ShouldBe(["no-candidate", "no-candidate"]);
    }

    [Fact]
    public async Task A_coordinator_takes_a_pair_out_by_either_of_the_two_and_reads_why_others_are_no_pair()
    {
        var (program, peers) = await Peers(4);
        var coordinator = matching.Coordinator();
        var run = await Draft(program);
        var pair = (await Items(coordinator, $"/runs/{run}/proposals"))[0];
        var (one, other) = (pair.GetProperty("mentee").GetGuid(), pair.GetProperty("mentor").GetGuid());
        var stranger = peers.Select(p => p.Person).First(person => person != one && person != other);

        var why = await coordinator.GetFromJsonAsync<JsonElement>(
            $"/runs/{run}/explanation?mentee={one}&mentor={stranger}"
        );
        why.GetProperty("whyNot").GetString()!.ShouldContain("another");
        why.GetProperty("otherRules").GetArrayLength().ShouldBeGreaterThan(0);
        (await Problem(await Explain(coordinator, run, one, one), HttpStatusCode.NotFound)).ShouldBe("not-found");
        (await Problem(await Explain(coordinator, run, one, Guid.NewGuid()), HttpStatusCode.NotFound)).ShouldBe(
            "not-found"
        );

        var reason = new { reason = "They share a desk." };
        await Done(await coordinator.PostAsJsonAsync($"/runs/{run}/proposals/{other}/remove", reason));
        (
            await Problem(
                await coordinator.PostAsJsonAsync($"/runs/{run}/proposals/{one}/remove", reason),
                HttpStatusCode.NotFound
            )
        ).ShouldBe("not-found");
        (
            await Problem(
                await coordinator.PostAsJsonAsync(
                    $"/runs/{run}/proposals",
                    new
                    {
                        mentee = one,
                        mentor = other,
                        reason = "After all.",
                    }
                ),
                HttpStatusCode.Conflict
            )
        ).ShouldBe("reciprocal-run");

        await matching.Publish(coordinator, run);
        (await Items(coordinator, $"/matches?program={program}")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_pair_of_peers_can_be_locked_and_a_second_variant_is_compared_for_both()
    {
        var (program, peers) = await Peers(4);
        var coordinator = matching.Coordinator();
        var locked = new { mentee = peers[3].Person, mentor = peers[0].Person };

        var run = await matching.Draft(
            coordinator,
            program,
            new
            {
                program,
                kind = "reciprocal",
                locked = new[] { locked },
                variants = new[] { new { name = "Free", locked = Array.Empty<object>() } },
            }
        );

        (await Items(coordinator, $"/runs/{run}/proposals"))
            .Single(p => p.GetProperty("locked").GetBoolean())
            .GetProperty("mentee")
            .GetGuid()
            .ShouldBe(new[] { peers[0].Person, peers[3].Person }.Min());
        var compared = await coordinator.GetFromJsonAsync<JsonElement>($"/runs/{run}/variants/1/compare/2");
        compared.GetProperty("a").GetProperty("metrics").GetProperty("matched").GetInt32().ShouldBe(4);
        var preview = await coordinator.PostAsJsonAsync(
            $"/runs/{run}/variants/2/preview",
            new { weights = new Dictionary<string, int> { ["experience"] = 0 } }
        );
        (await preview.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("pairs").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Hours_that_one_peer_gave_elsewhere_end_the_proposal_for_both()
    {
        var (program, peers) = await Peers(2);
        var match = await Propose(program);
        await Done(await Accept(match, peers[0]));

        var noHours = Description() with { HoursPerMonth = 0 };
        await matching.Deliver(Person(peers[0].Person, version: 2, description: noHours));

        await Problem(await Accept(match, peers[1]), HttpStatusCode.Conflict);
        (await matching.As(peers[0].Person).GetFromJsonAsync<JsonElement>($"/matches/{match}"))
            .GetProperty("reason")
            .GetString()
            .ShouldBe("mentorHoursUsed");
    }

    [Fact]
    public async Task What_peers_cannot_have_is_refused_with_what_to_change()
    {
        var (program, _) = await Peers(2);
        var coordinator = matching.Coordinator();
        (
            await Problem(
                await coordinator.PostAsJsonAsync(
                    "/runs",
                    new
                    {
                        program,
                        kind = "reciprocal",
                        fairness = new { maxLoadAboveMean = 0 },
                    }
                ),
                HttpStatusCode.UnprocessableEntity
            )
        ).ShouldBe("invalid");
        (
            await Problem(
                await coordinator.PostAsJsonAsync("/runs", new { program, kind = "trio" }),
                HttpStatusCode.BadRequest
            )
        ).ShouldBe("malformed-request");
        var pairs = await matching.NewProgram();
        (
            await Problem(
                await coordinator.PostAsJsonAsync("/runs", new { program = pairs, kind = "reciprocal" }),
                HttpStatusCode.Conflict
            )
        ).ShouldBe("format-missing");
    }

    private async Task<(Guid Program, Participant[] Peers)> Peers(int people)
    {
        var program = await matching.NewProgramOf("oneToOne", "reciprocal");
        var peers = new List<Participant>();
        for (var n = 0; n < people; n++)
            peers.Add(await matching.Join(program, "both", 1));
        return (program, [.. peers]);
    }

    private Task<Guid> Draft(Guid program) =>
        matching.Draft(matching.Coordinator(), program, new { program, kind = "reciprocal" });

    private async Task<Guid> Propose(Guid program)
    {
        await matching.Publish(matching.Coordinator(), await Draft(program));
        return (await Items(matching.Coordinator(), $"/matches?program={program}&state=proposed"))
            .ShouldHaveSingleItem()
            .GetProperty("id")
            .GetGuid();
    }

    private Task<HttpResponseMessage> Accept(Guid match, Participant who) =>
        matching.As(who.Person).PostAsync($"/matches/{match}/accept", null);

    private static Task<HttpResponseMessage> Explain(HttpClient coordinator, Guid run, Guid one, Guid other) =>
        coordinator.GetAsync($"/runs/{run}/explanation?mentee={one}&mentor={other}");

    private async Task<string?[]> NextActions(Guid program) =>
        [
            .. (await Items(matching.Coordinator(), $"/programs/{program}/pool")).Select(p =>
                p.GetProperty("nextAction").GetString()
            ),
        ];

    private static IEnumerable<(Guid Person, string Role, bool Accepted)> Members(JsonElement match) =>
        match
            .GetProperty("members")
            .EnumerateArray()
            .Select(m =>
                (
                    m.GetProperty("person").GetGuid(),
                    m.GetProperty("role").GetString()!,
                    m.GetProperty("accepted").GetBoolean()
                )
            );

    private static int Points(JsonElement proposal, string contributions) =>
        proposal.GetProperty(contributions).EnumerateArray().Sum(c => c.GetProperty("points").GetInt32());

    private static bool AllRulesPass(JsonElement proposal, string rules) =>
        proposal.GetProperty(rules).EnumerateArray().All(r => r.GetProperty("passed").GetBoolean());
}
