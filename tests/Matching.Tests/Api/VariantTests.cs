using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.ServiceDefaults;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

[Collection(MatchingCollection.Name)]
public class VariantTests(MatchingHost matching)
{
    [Fact]
    public async Task Variants_stand_side_by_side_and_the_one_that_is_chosen_goes_out_with_a_reason()
    {
        var (program, coordinator) = (await matching.NewProgram(), matching.Coordinator());
        await matching.Join(program, "mentor", 3);
        for (var i = 0; i < 3; i++)
            await matching.Join(program, "mentee");
        var run = await matching.Draft(
            coordinator,
            program,
            new
            {
                program,
                name = "As it is",
                variants = new object[] { new { name = "One each", capacity = new { maxPerMentor = 1 } } },
            }
        );

        (await Items(coordinator, $"/runs/{run}/variants/1/proposals")).Length.ShouldBe(3);
        var shown = (await Items(coordinator, $"/runs/{run}/variants/2/proposals")).ShouldHaveSingleItem();
        (await Items(coordinator, $"/runs/{run}/variants/2/unmatched")).Length.ShouldBe(2);
        (await Items(coordinator, $"/matches?program={program}")).ShouldBeEmpty("nothing leaves before publishing");
        var variant = await coordinator.GetFromJsonAsync<JsonElement>($"/runs/{run}/variants/2");
        (
            variant.GetProperty("name").GetString(),
            variant.GetProperty("state").GetString(),
            variant.GetProperty("matched").GetInt32()
        ).ShouldBe(("One each", "done", 1));

        (await Problem(await coordinator.PostAsync($"/runs/{run}/review", null), HttpStatusCode.Conflict)).ShouldBe(
            "variant-needed"
        );
        await Done(await coordinator.PostAsJsonAsync($"/runs/{run}/review", new { variant = 2 }));
        (
            await Problem(await coordinator.PostAsync($"/runs/{run}/publish", null), HttpStatusCode.UnprocessableEntity)
        ).ShouldBe("invalid");
        (
            await Problem(
                await coordinator.PostAsJsonAsync($"/runs/{run}/publish", new { variant = 1, reason = "Sure." }),
                HttpStatusCode.Conflict
            )
        ).ShouldBe("variant-not-chosen");
        await Done(
            await coordinator.PostAsJsonAsync(
                $"/runs/{run}/publish",
                new { variant = 2, reason = "Nobody shall have two." }
            )
        );
        await Reaches(coordinator, run, "published");

        (await Items(coordinator, $"/matches?program={program}"))
            .ShouldHaveSingleItem()
            .PersonAs("mentee")
            .ShouldBe(shown.GetProperty("mentee").GetGuid());
        var published = await coordinator.GetFromJsonAsync<JsonElement>($"/runs/{run}");
        published.GetProperty("publicationReason").GetString().ShouldBe("Nobody shall have two.");
        (published.GetProperty("variant").GetInt32(), published.GetProperty("published").GetInt32()).ShouldBe((2, 1));
        var others = await Items(coordinator, $"/runs/{run}/variants/1/proposals");
        others.ShouldNotBeEmpty();
        others.ShouldAllBe(p => p.GetProperty("state").GetString() == "open");
    }

    [Fact]
    public async Task A_variant_is_added_to_a_draft_and_changed_by_hand()
    {
        var (program, coordinator) = (await matching.NewProgram(), matching.Coordinator());
        var mentor = await matching.Join(program, "mentor", 1);
        var mentee = await matching.Join(program, "mentee");
        var run = await matching.Draft(coordinator, program);

        var answer = await coordinator.PostAsJsonAsync(
            $"/runs/{run}/variants",
            new { forbidden = new[] { new { mentee = mentee.Person, mentor = mentor.Person } } }
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        answer.Headers.Location.ShouldBe(new($"/runs/{run}/variants/2", UriKind.Relative));
        await Reaches(coordinator, run, "draft");

        (await Items(coordinator, $"/runs/{run}/variants/2/proposals")).ShouldBeEmpty();
        var remove = new { reason = "Just to see." };
        (
            await Problem(
                await coordinator.PostAsJsonAsync($"/runs/{run}/proposals/{mentee.Person}/remove", remove),
                HttpStatusCode.Conflict
            )
        ).ShouldBe("variant-needed");
        await Problem(
            await coordinator.PostAsJsonAsync(
                $"/runs/{run}/proposals/{mentee.Person}/remove",
                new { remove.reason, variant = 2 }
            ),
            HttpStatusCode.NotFound
        );
        await Done(
            await coordinator.PostAsJsonAsync(
                $"/runs/{run}/proposals/{mentee.Person}/remove",
                new { remove.reason, variant = 1 }
            )
        );
        (await Items(coordinator, $"/runs/{run}/variants/1/proposals"))
            .ShouldHaveSingleItem()
            .GetProperty("state")
            .GetString()
            .ShouldBe("removed");
        await Created(
            await coordinator.PostAsJsonAsync(
                $"/runs/{run}/proposals",
                new
                {
                    mentee = mentee.Person,
                    mentor = mentor.Person,
                    reason = "After all.",
                    variant = 1,
                }
            )
        );
        var explanation = await coordinator.GetFromJsonAsync<JsonElement>(
            $"/runs/{run}/explanation?mentee={mentee.Person}&mentor={mentor.Person}&variant=2"
        );
        explanation.GetProperty("permitted").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_result_is_read_as_a_stream_of_lines_and_checked_elsewhere()
    {
        var (program, coordinator) = (await matching.NewProgram("BER", "LIS"), matching.Coordinator());
        await matching.Join(program, "mentor", 2, skill: "sql");
        foreach (var site in (string[])["BER", "LIS", "LIS"])
            await matching.Join(program, "mentee", site: site);
        var run = await matching.Draft(coordinator, program);
        var (lisbon, overseer) = (
            matching.Coordinator("LIS"),
            matching.As(Guid.CreateVersion7(), [Roles.Overseer], ["LIS"])
        );

        var lines = await Lines(coordinator, $"/runs/{run}/variants/1/proposals.ndjson");
        lines.ShouldBe((await Items(coordinator, $"/runs/{run}/variants/1/proposals")).Select(p => p.ToString()));
        (await Lines(coordinator, $"/runs/{run}/variants/1/unmatched.ndjson")).Length.ShouldBe(1);
        var all = (await Lines(lisbon, $"/runs/{run}/variants/1/proposals.ndjson")).Concat(
            await Lines(lisbon, $"/runs/{run}/variants/1/unmatched.ndjson")
        );
        all.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("siteCode").GetString())
            .ShouldBe(["LIS", "LIS"]);

        Optimal(await overseer.GetFromJsonAsync<JsonElement>($"/runs/{run}/variants/1/certificate")).ShouldBe(2);
        (await Body(await overseer.PostAsync($"/runs/{run}/variants/1/certificate/verify", null)))
            .GetProperty("holds")
            .GetBoolean()
            .ShouldBeTrue();
        (await Body(await overseer.PostAsync($"/runs/{run}/variants/1/reproduce", null)))
            .GetProperty("sameBytes")
            .GetBoolean()
            .ShouldBeTrue();
        await Problem(await overseer.GetAsync($"/runs/{run}/variants/1/proposals"), HttpStatusCode.Forbidden);
        await Problem(
            await matching
                .As(Guid.CreateVersion7(), [Roles.Overseer], ["TYO"])
                .GetAsync($"/runs/{run}/variants/1/certificate"),
            HttpStatusCode.Forbidden
        );
        await Problem(await coordinator.GetAsync($"/runs/{run}/variants/7/certificate"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_a_variant_may_not_ask_for_is_refused_with_what_to_change()
    {
        var (program, coordinator) = (await matching.NewProgram(), matching.Coordinator());

        var gender = await coordinator.PostAsJsonAsync(
            "/runs",
            new { program, fairness = new { groupBy = "gender", maxRateGap = 50 } }
        );
        await Problem(gender, HttpStatusCode.BadRequest);
        (await Body(gender)).GetProperty("detail").GetString()!.ShouldContain("department, level, site");
        var groupless = await coordinator.PostAsJsonAsync(
            "/runs",
            new { program, variants = new object[] { new { fairness = new { maxRateGap = 50 } } } }
        );
        await Problem(groupless, HttpStatusCode.UnprocessableEntity);
        (await Body(groupless))
            .GetProperty("errors")
            .TryGetProperty("variants[0].fairness.groupBy", out _)
            .ShouldBeTrue();
        await Problem(
            await coordinator.PostAsJsonAsync("/runs", new { program, variants = Enumerable.Repeat(new { }, 10) }),
            HttpStatusCode.UnprocessableEntity
        );
        var run = await matching.Draft(coordinator, program);
        await Problem(
            await coordinator.PostAsJsonAsync($"/runs/{run}/variants", new { capacity = new { extraPerMentor = 101 } }),
            HttpStatusCode.UnprocessableEntity
        );
        await Problem(
            await coordinator.PostAsJsonAsync($"/runs/{Guid.CreateVersion7()}/variants", new { }),
            HttpStatusCode.NotFound
        );
        await Problem(await coordinator.GetAsync($"/runs/{run}/variants/1/compare/2"), HttpStatusCode.NotFound);
        await Problem(await coordinator.PostAsync($"/runs/{run}/variants/2/cancel", null), HttpStatusCode.NotFound);
        (await Problem(await coordinator.PostAsync($"/runs/{run}/cancel", null), HttpStatusCode.Conflict)).ShouldBe(
            "nothing-to-cancel"
        );
        (await Problem(await coordinator.PostAsync($"/runs/{run}/resume", null), HttpStatusCode.Conflict)).ShouldBe(
            "nothing-to-resume"
        );
    }

    private static async Task<string[]> Lines(HttpClient client, string address) =>
        (await client.GetStringAsync(address)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<JsonElement> Body(HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonElement>();

    /// <summary>
    /// How many the certificate proves to be the most, by the rules that its description gives and nothing else.
    /// </summary>
    private static int Optimal(JsonElement file)
    {
        var (graph, assignment) = (file.GetProperty("graph"), file.GetProperty("assignment"));
        var proof = assignment.GetProperty("certificate");
        int[] rowStart = Numbers(graph, "rowStart"),
            mentor = Numbers(graph, "mentor"),
            score = Numbers(graph, "score"),
            seats = Numbers(graph, "capacity"),
            chosen = Numbers(assignment, "edges");
        bool[] covered = Flags("coveredMentees"),
            overDemanded = Flags("overDemandedMentors");
        long[] menteePrices = Prices("menteePrices"),
            mentorPrices = Prices("mentorPrices");
        for (var i = 0; i < rowStart.Length - 1; i++)
        {
            for (var e = rowStart[i]; e < rowStart[i + 1]; e++)
            {
                (covered[i] || overDemanded[mentor[e]]).ShouldBeTrue();
                if (covered[i] != overDemanded[mentor[e]])
                    (menteePrices[i] + mentorPrices[mentor[e]]).ShouldBeGreaterThanOrEqualTo(score[e]);
            }
        }

        var bound = covered.Count(c => c) + seats.Where((_, m) => overDemanded[m]).Sum();
        chosen.Count(e => e >= 0).ShouldBe(bound);
        chosen
            .Where(e => e >= 0)
            .Sum(e => (long)score[e])
            .ShouldBe(menteePrices.Sum() + seats.Zip(mentorPrices, (s, p) => s * p).Sum());
        return bound;

        int[] Numbers(JsonElement of, string name) =>
            [.. of.GetProperty(name).EnumerateArray().Select(n => n.GetInt32())];
        bool[] Flags(string name) => [.. proof.GetProperty(name).EnumerateArray().Select(n => n.GetBoolean())];
        long[] Prices(string name) => [.. proof.GetProperty(name).EnumerateArray().Select(n => n.GetInt64())];
    }
}
