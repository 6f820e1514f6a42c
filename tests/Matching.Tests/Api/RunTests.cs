using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

[Collection(MatchingCollection.Name)]
public class RunTests(MatchingHost matching)
{
    [Fact]
    public async Task A_run_goes_from_request_to_matches_and_names_whom_it_left_out()
    {
        var program = await matching.NewProgram();
        var (one, two) = (await matching.Join(program, "mentor", 1), await matching.Join(program, "both", 2));
        var mentees = new List<Guid> { two.Person };
        for (var i = 0; i < 4; i++)
            mentees.Add((await matching.Join(program, "mentee")).Person);
        var coordinator = matching.Coordinator("BER");

        using var duration = new MetricRecorder(matching.Services, "peernetwork.matching.variant.duration");
        var run = await matching.Draft(
            coordinator,
            program,
            new
            {
                program,
                seed = 7,
                weights = new Dictionary<string, int> { ["experience"] = 0 },
            }
        );

        await Eventually.Holds(() => Task.FromResult(duration.Take().Any(m => m.Tags == "outcome=completed")));
        var draft = await coordinator.GetFromJsonAsync<JsonElement>($"/runs/{run}");
        draft.GetProperty("mentees").GetInt32().ShouldBe(5);
        draft.GetProperty("capacity").GetInt32().ShouldBe(3);
        draft.GetProperty("matched").GetInt32().ShouldBe(3);
        draft.GetProperty("weights").EnumerateObject().Sum(w => w.Value.GetInt32()).ShouldBe(1000);
        draft.GetProperty("inputsHash").GetString()!.Length.ShouldBe(64);
        var proposals = await Items(coordinator, $"/runs/{run}/proposals");
        proposals.Length.ShouldBe(3);
        proposals.ShouldAllBe(p =>
            p.GetProperty("contributions").EnumerateArray().Sum(c => c.GetProperty("points").GetInt32())
            == p.GetProperty("score").GetInt32()
        );
        proposals.ShouldAllBe(p =>
            p.GetProperty("rules").EnumerateArray().All(r => r.GetProperty("passed").GetBoolean())
        );
        proposals.Count(p => p.GetProperty("mentor").GetGuid() == one.Person).ShouldBe(1);
        proposals.ShouldAllBe(p => p.GetProperty("mentor").GetGuid() != p.GetProperty("mentee").GetGuid());
        var unmatched = await Items(coordinator, $"/runs/{run}/unmatched");
        unmatched.ShouldAllBe(u => u.GetProperty("reason").GetString() == "over-demanded");
        proposals
            .Select(p => p.GetProperty("mentee").GetGuid())
            .Concat(unmatched.Select(u => u.GetProperty("mentee").GetGuid()))
            .ShouldBe(mentees, ignoreOrder: true);

        await matching.Publish(coordinator, run);

        (await Items(coordinator, $"/runs/{run}/proposals")).ShouldAllBe(p =>
            p.GetProperty("state").GetString() == "published"
        );
        var published = await coordinator.GetFromJsonAsync<JsonElement>($"/runs/{run}");
        published.GetProperty("published").GetInt32().ShouldBe(3);
        (await Items(coordinator, $"/matches?program={program}&state=proposed"))
            .Select(m => m.GetProperty("id").GetGuid())
            .ShouldBe(proposals.Select(p => p.GetProperty("match").GetGuid()), ignoreOrder: true);
        var pool = await Items(coordinator, $"/programs/{program}/pool");
        var asked = proposals
            .SelectMany(p => new[] { p.GetProperty("mentee").GetGuid(), p.GetProperty("mentor").GetGuid() })
            .ToHashSet();
        pool.Length.ShouldBeGreaterThan(asked.Count);
        pool.ShouldAllBe(p =>
            p.GetProperty("nextAction").GetString()
            == (asked.Contains(p.GetProperty("person").GetGuid()) ? "answerMatch" : "nextRun")
        );
        (await Items(coordinator, $"/runs?program={program}"))
            .Select(r => r.GetProperty("state").GetString())
            .ShouldBe(["published"]);

        // Who has an open match does not take part in the next run, and the places that are offered are not offered
        // again.
        var next = await coordinator.GetFromJsonAsync<JsonElement>(
            $"/runs/{await matching.Draft(coordinator, program)}"
        );
        (next.GetProperty("mentees").GetInt32(), next.GetProperty("capacity").GetInt32()).ShouldBe((2, 0));
    }

    [Fact]
    public async Task A_run_proves_itself_and_repeats_from_its_record()
    {
        var program = await matching.NewProgram();
        await matching.Join(program, "mentor", 1, skill: "sql");
        var away = await matching.Join(program, "mentor", 1, skill: "go");
        var mentee = await matching.Join(program, "mentee", skill: "sql");
        var coordinator = matching.Coordinator();
        var run = await matching.Draft(coordinator, program);
        await matching.Deliver(
            new Contracts.Enrollment.ApplicationWithdrawn(
                away.Application,
                9,
                program,
                away.Person,
                "BER",
                "mentor",
                DateTimeOffset.UtcNow
            )
        );

        var verdict = await Body(await coordinator.PostAsync($"/runs/{run}/certificate/verify", null));
        var repetition = await Body(await coordinator.PostAsync($"/runs/{run}/reproduce", null));
        var explanation = await coordinator.GetFromJsonAsync<JsonElement>(
            $"/runs/{run}/explanation?mentee={mentee.Person}&mentor={away.Person}"
        );

        verdict.GetProperty("holds").GetBoolean().ShouldBeTrue();
        repetition.GetProperty("sameInputs").GetBoolean().ShouldBeTrue();
        repetition.GetProperty("samePairs").GetBoolean().ShouldBeTrue();
        explanation.GetProperty("permitted").GetBoolean().ShouldBeTrue();
        explanation.GetProperty("whyNot").GetString().ShouldNotBeNullOrEmpty();
        var help = explanation.GetProperty("whatWouldHelp");
        help.GetProperty("sentence").GetString().ShouldNotBeNullOrEmpty();
        (help.GetProperty("possible").ValueKind is JsonValueKind.True or JsonValueKind.False).ShouldBeTrue();
        help.GetProperty("changes")
            .EnumerateArray()
            .ShouldAllBe(c =>
                c.GetProperty("role").GetString() == "mentee" || c.GetProperty("role").GetString() == "mentor"
            );
        var proposed = (await Items(coordinator, $"/runs/{run}/proposals")).ShouldHaveSingleItem();
        var pair = await coordinator.GetFromJsonAsync<JsonElement>(
            $"/runs/{run}/explanation?mentee={mentee.Person}&mentor={proposed.GetProperty("mentor").GetGuid()}"
        );
        (pair.GetProperty("whyNot").ValueKind, pair.GetProperty("whatWouldHelp").ValueKind).ShouldBe(
            (JsonValueKind.Null, JsonValueKind.Null)
        );
        (
            await Problem(
                await coordinator.GetAsync($"/runs/{run}/explanation?mentee={away.Person}&mentor={mentee.Person}"),
                HttpStatusCode.NotFound
            )
        ).ShouldBe("not-found");
    }

    [Fact]
    public async Task Nobody_gets_their_own_manager_of_any_level()
    {
        var program = await matching.NewProgram();
        var boss = await matching.Join(program, "mentor", 5);
        var lead = Guid.CreateVersion7();
        await matching.Deliver(Person(lead, manager: boss.Person));
        var mentee = await matching.Join(program, "mentee", manager: lead);
        var coordinator = matching.Coordinator();

        var run = await matching.Draft(coordinator, program);

        var left = (await Items(coordinator, $"/runs/{run}/unmatched")).ShouldHaveSingleItem();
        left.GetProperty("mentee").GetGuid().ShouldBe(mentee.Person);
        left.GetProperty("sentence").GetString()!.ShouldContain("not-own-manager");
        var byHand = new
        {
            mentee = mentee.Person,
            mentor = boss.Person,
            reason = "They asked for it.",
        };
        (
            await Problem(await coordinator.PostAsJsonAsync($"/runs/{run}/proposals", byHand), HttpStatusCode.Conflict)
        ).ShouldBe("rule-broken");
    }

    [Fact]
    public async Task A_coordinator_changes_the_draft_by_hand()
    {
        var program = await matching.NewProgram();
        var mentor = await matching.Join(program, "mentor", 1);
        var (one, two) = (await matching.Join(program, "mentee"), await matching.Join(program, "mentee"));
        var coordinator = matching.Coordinator();
        var run = await matching.Draft(coordinator, program);
        var found = (await Items(coordinator, $"/runs/{run}/proposals"))
            .ShouldHaveSingleItem()
            .GetProperty("mentee")
            .GetGuid();
        var other = found == one.Person ? two : one;

        await Done(
            await coordinator.PostAsJsonAsync(
                $"/runs/{run}/proposals/{found}/remove",
                new { reason = "They work in one team." }
            )
        );
        var match = await Created(
            await coordinator.PostAsJsonAsync(
                $"/runs/{run}/proposals",
                new
                {
                    mentee = other.Person,
                    mentor = mentor.Person,
                    reason = "Fits better.",
                }
            )
        );
        await matching.Publish(coordinator, run);

        (await Items(coordinator, $"/matches?program={program}"))
            .ShouldHaveSingleItem()
            .GetProperty("id")
            .GetGuid()
            .ShouldBe(match);
        (await Items(coordinator, $"/runs/{run}/proposals"))
            .Select(p => p.GetProperty("state").GetString())
            .ShouldBe(["removed", "published"], ignoreOrder: true);
        (await Items(coordinator, $"/runs/{run}/unmatched")).ShouldBeEmpty();
        (
            await Problem(
                await coordinator.PostAsJsonAsync(
                    $"/runs/{run}/proposals/{other.Person}/remove",
                    new { reason = "Too late." }
                ),
                HttpStatusCode.Conflict
            )
        ).ShouldBe("run-not-draft");
    }

    [Fact]
    public async Task What_changed_since_the_draft_is_not_published()
    {
        var program = await matching.NewProgram();
        await matching.Join(program, "mentor", 2);
        var (stays, leaves) = (await matching.Join(program, "mentee"), await matching.Join(program, "mentee"));
        var coordinator = matching.Coordinator();
        var (first, second) = (await matching.Draft(coordinator, program), await matching.Draft(coordinator, program));
        await matching.Deliver(
            new Contracts.Enrollment.ApplicationWithdrawn(
                leaves.Application,
                9,
                program,
                leaves.Person,
                "BER",
                "mentee",
                DateTimeOffset.UtcNow
            )
        );

        await matching.Publish(coordinator, first);
        await matching.Publish(coordinator, second);

        (await StatesOf(first)).ShouldBe(
            [(stays.Person, "published"), (leaves.Person, "menteeGone")],
            ignoreOrder: true
        );
        (await StatesOf(second)).ShouldBe(
            [(stays.Person, "menteeMatched"), (leaves.Person, "menteeGone")],
            ignoreOrder: true
        );
        (await Items(coordinator, $"/matches?program={program}")).Length.ShouldBe(1);

        async Task<IEnumerable<(Guid, string)>> StatesOf(Guid run) =>
            (await Items(coordinator, $"/runs/{run}/proposals")).Select(p =>
                (p.GetProperty("mentee").GetGuid(), p.GetProperty("state").GetString()!)
            );
    }

    [Fact]
    public async Task Two_runs_that_are_published_at_the_same_time_propose_to_each_mentee_once()
    {
        var program = await matching.NewProgram();
        await matching.Join(program, "mentor", 30);
        for (var i = 0; i < 20; i++)
            await matching.Join(program, "mentee");
        var coordinator = matching.Coordinator();
        Guid[] runs = [await matching.Draft(coordinator, program), await matching.Draft(coordinator, program)];

        await Task.WhenAll(runs.Select(run => matching.Publish(coordinator, run)));

        var matches = await Items(coordinator, $"/matches?program={program}");
        matches.Length.ShouldBe(20);
        matches.DistinctBy(m => m.PersonAs("mentee")).Count().ShouldBe(20);
    }

    [Fact]
    public async Task A_run_that_cannot_be_computed_says_why()
    {
        var program = await matching.NewProgram();
        var coordinator = matching.Coordinator();
        using var duration = new MetricRecorder(matching.Services, "peernetwork.matching.variant.duration");
        var stranger = new { mentee = Guid.NewGuid(), mentor = Guid.NewGuid() };

        var run = await Created(
            await coordinator.PostAsJsonAsync("/runs", new { program, locked = new[] { stranger } })
        );
        await Reaches(coordinator, run, "failed");

        (await coordinator.GetFromJsonAsync<JsonElement>($"/runs/{run}"))
            .GetProperty("failure")
            .GetString()!
            .ShouldContain("not in the cohort");
        await Eventually.Holds(() => Task.FromResult(duration.Take().Any(m => m.Tags == "outcome=failed")));
        (await Problem(await coordinator.PostAsync($"/runs/{run}/review", null), HttpStatusCode.Conflict)).ShouldBe(
            "run-not-draft"
        );
        (await Problem(await coordinator.PostAsync($"/runs/{run}/publish", null), HttpStatusCode.Conflict)).ShouldBe(
            "run-not-reviewed"
        );
        (await Problem(await coordinator.PostAsync($"/runs/{run}/reproduce", null), HttpStatusCode.Conflict)).ShouldBe(
            "run-not-completed"
        );
    }

    [Fact]
    public async Task A_program_that_is_unknown_or_ended_has_no_run()
    {
        var (coordinator, program) = (matching.Coordinator(), await matching.NewProgram());
        await matching.Deliver(new Contracts.Enrollment.ProgramClosed(program, 2, DateTimeOffset.UtcNow));

        (await Problem(await coordinator.PostAsJsonAsync("/runs", new { program }), HttpStatusCode.Conflict)).ShouldBe(
            "program-ended"
        );
        (
            await Problem(
                await coordinator.PostAsJsonAsync("/runs", new { program = Guid.NewGuid() }),
                HttpStatusCode.NotFound
            )
        ).ShouldBe("not-found");
    }

    [Fact]
    public async Task Requests_that_cannot_be_carried_out_are_refused_with_what_to_change()
    {
        var (coordinator, program) = (matching.Coordinator(), await matching.NewProgram());

        var weights = await coordinator.PostAsJsonAsync(
            "/runs",
            new { program, weights = new Dictionary<string, int> { ["gender"] = 5 } }
        );
        (await Problem(weights, HttpStatusCode.UnprocessableEntity)).ShouldBe("invalid");
        (await Body(weights)).GetProperty("errors").TryGetProperty("weights.gender", out _).ShouldBeTrue();
        await Problem(
            await coordinator.PostAsJsonAsync("/runs", new { program, rules = new { maxTimeZoneSpanHours = 99 } }),
            HttpStatusCode.UnprocessableEntity
        );
        await Problem(
            await coordinator.PostAsJsonAsync("/runs", new { program, surprise = 1 }),
            HttpStatusCode.BadRequest
        );
        await Problem(
            await coordinator.PostAsJsonAsync("/runs", new { program, weights = "heavy" }),
            HttpStatusCode.BadRequest
        );
        await Problem(await coordinator.PostAsJsonAsync("/runs", new { }), HttpStatusCode.BadRequest);
        await Problem(await coordinator.GetAsync($"/runs/{Guid.NewGuid()}"), HttpStatusCode.NotFound);
        await Problem(await coordinator.PostAsync($"/runs/{Guid.NewGuid()}/review", null), HttpStatusCode.NotFound);
        await Problem(await coordinator.GetAsync($"/runs/{program}/proposals"), HttpStatusCode.NotFound);
        var run = await matching.Draft(coordinator, program);
        await Problem(
            await coordinator.PostAsJsonAsync(
                $"/runs/{run}/proposals",
                new
                {
                    mentee = Guid.NewGuid(),
                    mentor = Guid.NewGuid(),
                    reason = "why not",
                }
            ),
            HttpStatusCode.UnprocessableEntity
        );
        await Problem(
            await coordinator.PostAsJsonAsync($"/runs/{run}/proposals/{Guid.NewGuid()}/remove", new { reason = " " }),
            HttpStatusCode.UnprocessableEntity
        );
        await Problem(
            await coordinator.PostAsJsonAsync(
                $"/runs/{run}/proposals/{Guid.NewGuid()}/remove",
                new { reason = "why not" }
            ),
            HttpStatusCode.NotFound
        );
    }

    [Fact]
    public async Task A_coordinator_acts_for_all_sites_of_a_program_or_reads_their_own()
    {
        var program = await matching.NewProgram("BER", "LIS");
        await matching.Join(program, "mentor", 2);
        await matching.Join(program, "mentee");
        var inLisbon = await matching.Join(program, "mentee", site: "LIS");
        var (everywhere, lisbon, elsewhere) = (
            matching.Coordinator("BER", "LIS"),
            matching.Coordinator("LIS"),
            matching.Coordinator("TYO")
        );
        var run = await matching.Draft(everywhere, program);

        await Problem(await lisbon.PostAsJsonAsync("/runs", new { program }), HttpStatusCode.Forbidden);
        await Problem(await lisbon.PostAsync($"/runs/{run}/review", null), HttpStatusCode.Forbidden);
        (await Items(lisbon, $"/runs/{run}/proposals"))
            .Select(p => p.GetProperty("mentee").GetGuid())
            .ShouldBe([inLisbon.Person]);
        (await Items(lisbon, $"/programs/{program}/pool"))
            .Select(p => p.GetProperty("person").GetGuid())
            .ShouldBe([inLisbon.Person]);
        (await Items(lisbon, $"/runs?program={program}")).Length.ShouldBe(1);
        (await Items(elsewhere, $"/runs?program={program}")).ShouldBeEmpty();
        await Problem(await elsewhere.GetAsync($"/runs/{run}"), HttpStatusCode.Forbidden);
        await Problem(await matching.As(inLisbon.Person).GetAsync($"/runs/{run}"), HttpStatusCode.Forbidden);
        await Problem(await matching.Anonymous().GetAsync($"/runs/{run}"), HttpStatusCode.Unauthorized);
        (await matching.As(inLisbon.Person).GetFromJsonAsync<JsonElement>("/scoring-factors"))
            .GetProperty("factors")
            .GetArrayLength()
            .ShouldBeGreaterThan(5);
    }

    private static async Task<JsonElement> Body(HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonElement>();
}
