using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

/// <summary>
/// The mentee who wants Python and the mentor who offers it prefer each other. To match both mentees, the optimal
/// result gives the mentor to the other mentee, who may have no other; the stable one does not.
/// </summary>
[Collection(MatchingCollection.Name)]
public class StableRunTests(MatchingHost matching)
{
    private const int Optimal = 1,
        Stable = 2,
        ForMentors = 3,
        Even = 4;

    private sealed record People(Guid Program, Guid Mentor, Guid OtherMentor, Guid Mentee, Guid OtherMentee)
    {
        public object[] Forbidden => [new { mentee = OtherMentee, mentor = OtherMentor }];
    }

    [Fact]
    public async Task Optimal_and_stable_variants_of_one_run_are_computed_and_compared()
    {
        var (coordinator, people) = (matching.Coordinator(), await Join());
        var run = await Draft(coordinator, people);

        (await Pairs(coordinator, run, Optimal)).ShouldBe(
            [(people.Mentee, people.OtherMentor), (people.OtherMentee, people.Mentor)],
            ignoreOrder: true
        );
        foreach (var stable in new[] { Stable, ForMentors, Even })
            (await Pairs(coordinator, run, stable)).ShouldBe([(people.Mentee, people.Mentor)]);
        var proposal = (await Proposals(coordinator, run, Stable)).ShouldHaveSingleItem();
        Sum(proposal, "contributions").ShouldBe(proposal.GetProperty("score").GetInt32());
        Sum(proposal, "mentorContributions").ShouldBe(proposal.GetProperty("mentorScore").GetInt32());
        proposal.GetProperty("mentorScore").GetInt32().ShouldNotBe(proposal.GetProperty("score").GetInt32());
        proposal
            .GetProperty("mentorContributions")[0]
            .GetProperty("sentence")
            .GetString()
            .ShouldBe(proposal.GetProperty("contributions")[0].GetProperty("sentence").GetString());
        (await Proposals(coordinator, run, Even))[0].GetProperty("mentorScore").ValueKind.ShouldBe(JsonValueKind.Null);

        var shown = await coordinator.GetFromJsonAsync<JsonElement>($"/runs/{run}/variants/{Stable}");
        (
            shown.GetProperty("method").GetString(),
            shown.GetProperty("solverVersion").GetString(),
            shown.GetProperty("blockingPairs").GetInt32(),
            shown.GetProperty("mentorWeights").GetProperty("learning-goals").GetInt32()
        ).ShouldBe(("stableForMentees", "stable-1", 0, 1000));

        var compared = await coordinator.GetFromJsonAsync<JsonElement>(
            $"/runs/{run}/variants/{Optimal}/compare/{Stable}"
        );
        var (a, b) = (compared.GetProperty("a"), compared.GetProperty("b"));
        (a.GetProperty("method").GetString(), b.GetProperty("method").GetString()).ShouldBe(
            ("optimal", "stableForMentees")
        );
        (a.GetProperty("blockingPairs").GetInt32(), b.GetProperty("blockingPairs").GetInt32()).ShouldBe((1, 0));
        (Matched(a), Matched(b)).ShouldBe((2, 1));
        b.GetProperty("mentorMean").GetInt32().ShouldBe(proposal.GetProperty("mentorScore").GetInt32());
        a.GetProperty("mentorMean").GetInt32().ShouldBeLessThan(b.GetProperty("mentorMean").GetInt32());
        compared.GetProperty("mentorWeights").EnumerateObject().Sum(weight => weight.Value.GetInt32()).ShouldBe(1000);
        var figures = await coordinator.GetFromJsonAsync<JsonElement>($"/runs/{run}/figures");
        figures
            .GetProperty("variants")
            .EnumerateArray()
            .Select(v => (v.GetProperty("method").GetString(), v.GetProperty("blockingPairs").GetInt32()))
            .ShouldBe([("optimal", 1), ("stableForMentees", 0), ("stableForMentors", 0), ("stableForMentees", 0)]);
    }

    [Fact]
    public async Task A_stable_variant_is_verified_and_reproduced_from_its_record()
    {
        var (coordinator, people) = (matching.Coordinator(), await Join());
        var run = await Draft(coordinator, people);
        foreach (var variant in new[] { Stable, ForMentors, Even })
        {
            var verified = await Post(coordinator, $"/runs/{run}/variants/{variant}/certificate/verify");
            verified.GetProperty("holds").GetBoolean().ShouldBeTrue();
            verified.GetProperty("blockingPairs").GetInt32().ShouldBe(0);
            var again = await Post(coordinator, $"/runs/{run}/variants/{variant}/reproduce");
            foreach (var same in new[] { "sameInputs", "samePairs", "sameBytes" })
                again.GetProperty(same).GetBoolean().ShouldBeTrue();
            again.GetProperty("solverVersion").GetString().ShouldBe("stable-1");
        }

        var certificate = await coordinator.GetFromJsonAsync<JsonElement>($"/runs/{run}/variants/{Stable}/certificate");

        certificate.GetProperty("method").GetString().ShouldBe("stableForMentees");
        certificate.GetProperty("assignment").ValueKind.ShouldBe(JsonValueKind.Null);
        var (graph, stable) = (certificate.GetProperty("graph"), certificate.GetProperty("stable"));
        certificate.GetProperty("mentorScores").GetArrayLength().ShouldBe(graph.GetProperty("score").GetArrayLength());
        (stable.GetProperty("matched").GetInt32(), stable.GetProperty("edges").GetArrayLength()).ShouldBe((1, 2));
        (await Post(coordinator, $"/runs/{run}/variants/{Optimal}/certificate/verify"))
            .GetProperty("blockingPairs")
            .ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Coordinators_read_why_not_and_a_pair_is_added_by_hand()
    {
        var (coordinator, people) = (matching.Coordinator(), await Join());
        var run = await Draft(coordinator, people);

        (await WhyNot(run, people.Mentee, people.Mentor)).ShouldBeNull();
        (await WhyNot(run, people.Mentee, people.OtherMentor))!.ShouldStartWith(
            "The mentee has a mentor who suits the mentee better, by "
        );
        (await WhyNot(run, people.OtherMentee, people.Mentor))!.ShouldStartWith(
            "The places of this mentor are held by mentees who suit the mentor better, by "
        );
        (await WhyNot(run, people.OtherMentee, people.OtherMentor))!.ShouldContain("forbade");
        var unmatched = (await Items(coordinator, $"/runs/{run}/variants/{Stable}/unmatched")).ShouldHaveSingleItem();
        (unmatched.GetProperty("mentee").GetGuid(), unmatched.GetProperty("reason").GetString()).ShouldBe(
            (people.OtherMentee, "preferred-others")
        );
        unmatched.GetProperty("nextStep").GetString()!.ShouldContain("missing by the weights of mentors");

        await Done(
            await coordinator.PostAsJsonAsync(
                $"/runs/{run}/proposals/{people.Mentee}/remove",
                new { variant = Stable, reason = "One team." }
            )
        );
        await Created(
            await coordinator.PostAsJsonAsync(
                $"/runs/{run}/proposals",
                new
                {
                    variant = Stable,
                    mentee = people.Mentee,
                    mentor = people.OtherMentor,
                    reason = "Fits better.",
                }
            )
        );
        var added = (await Proposals(coordinator, run, Stable)).ShouldHaveSingleItem();
        Sum(added, "mentorContributions").ShouldBe(added.GetProperty("mentorScore").GetInt32());
    }

    [Fact]
    public async Task The_two_of_a_stable_match_read_why_not_another()
    {
        var (coordinator, people) = (matching.Coordinator(), await Join());
        var run = await Draft(coordinator, people);
        await Done(await coordinator.PostAsJsonAsync($"/runs/{run}/review", new { variant = Stable }));
        await Done(
            await coordinator.PostAsJsonAsync($"/runs/{run}/publish", new { variant = Stable, reason = "Stable." })
        );
        await Reaches(coordinator, run, "published");
        var match = (await Items(coordinator, $"/matches?program={people.Program}"))
            .ShouldHaveSingleItem()
            .GetProperty("id")
            .GetGuid();

        (await Sentences(people.Mentee, match, people.OtherMentor)).ShouldBe([
            "The mentee has a mentor who suits the mentee better.",
        ]);
        (await Sentences(people.Mentor, match, people.OtherMentee)).ShouldBe([
            "The places of the mentor are held by mentees who suit the mentor better.",
        ]);
    }

    [Fact]
    public async Task What_cannot_be_stable_is_refused_by_the_field()
    {
        var program = await matching.NewProgramOf("oneToOne", "group", "reciprocal");
        await Refused(
            new
            {
                program,
                kind = "group",
                method = "stableForMentees",
            },
            "method"
        );
        await Refused(
            new
            {
                program,
                kind = "reciprocal",
                method = "stableForMentors",
            },
            "method"
        );
        await Refused(
            new
            {
                program,
                method = "stableForMentees",
                fairness = new { maxLoadAboveMean = 1 },
            },
            "fairness"
        );
        await Refused(
            new
            {
                program,
                variants = new[] { new { mentorWeights = new Dictionary<string, int> { ["experience"] = 1 } } },
            },
            "variants[0].mentorWeights"
        );
        (
            await matching.Coordinator().PostAsJsonAsync("/runs", new { program, method = "popular" })
        ).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private async Task<People> Join()
    {
        var program = await matching.NewProgram();
        return new(
            program,
            (await matching.Join(program, "mentor", 1, skill: "python")).Person,
            (await matching.Join(program, "mentor", 1, skill: "go")).Person,
            (await matching.Join(program, "mentee", skill: "python")).Person,
            (await matching.Join(program, "mentee", skill: "sql")).Person
        );
    }

    private Task<Guid> Draft(HttpClient coordinator, People people) =>
        matching.Draft(
            coordinator,
            people.Program,
            new
            {
                program = people.Program,
                forbidden = people.Forbidden,
                variants = new object[]
                {
                    new { method = "stableForMentees", mentorWeights = Goals },
                    new { method = "stableForMentors", mentorWeights = Goals },
                    new { method = "stableForMentees" },
                },
            }
        );

    private static Dictionary<string, int> Goals => new() { ["learning-goals"] = 1000 };

    private static Task<JsonElement[]> Proposals(HttpClient coordinator, Guid run, int variant) =>
        Open(coordinator, $"/runs/{run}/variants/{variant}/proposals");

    private static async Task<JsonElement[]> Open(HttpClient coordinator, string address) =>
        [.. (await Items(coordinator, address)).Where(p => p.GetProperty("state").GetString() == "open")];

    private static async Task<(Guid Mentee, Guid Mentor)[]> Pairs(HttpClient coordinator, Guid run, int variant) =>
        [
            .. (await Proposals(coordinator, run, variant)).Select(p =>
                (p.GetProperty("mentee").GetGuid(), p.GetProperty("mentor").GetGuid())
            ),
        ];

    private static int Sum(JsonElement proposal, string contributions) =>
        proposal.GetProperty(contributions).EnumerateArray().Sum(c => c.GetProperty("points").GetInt32());

    private static int Matched(JsonElement summary) => summary.GetProperty("metrics").GetProperty("matched").GetInt32();

    private static async Task<JsonElement> Post(HttpClient coordinator, string address) =>
        await (await coordinator.PostAsync(address, null)).Content.ReadFromJsonAsync<JsonElement>();

    private async Task<string?> WhyNot(Guid run, Guid mentee, Guid mentor) =>
        (
            await matching
                .Coordinator()
                .GetFromJsonAsync<JsonElement>(
                    $"/runs/{run}/explanation?variant={Stable}&mentee={mentee}&mentor={mentor}"
                )
        )
            .GetProperty("whyNot")
            .GetString();

    private async Task<string?[]> Sentences(Guid asking, Guid match, Guid other) =>
        [
            .. (await matching.As(asking).GetFromJsonAsync<JsonElement>($"/matches/{match}/why-not/{other}"))
                .GetProperty("sentences")
                .EnumerateArray()
                .Select(sentence => sentence.GetString()),
        ];

    private async Task Refused(object request, string field)
    {
        var answer = await matching.Coordinator().PostAsJsonAsync("/runs", request);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, await answer.Content.ReadAsStringAsync());
        (await answer.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("errors")
            .EnumerateObject()
            .Select(error => error.Name)
            .ShouldBe([field]);
    }
}
