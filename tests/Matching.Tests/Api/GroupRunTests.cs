using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

/// <summary>Runs that form groups of two or three mentees and a mentor, from the request to the end.</summary>
[Collection(MatchingCollection.Name)]
public class GroupRunTests(MatchingHost matching)
{
    [Fact]
    public async Task Groups_are_formed_with_bounds_that_hold_and_each_mentee_reads_why()
    {
        var (program, mentors, mentees) = await Cohort(mentors: 2, mentees: 7);
        var coordinator = matching.Coordinator();

        var run = await Draft(program);

        var draft = await coordinator.GetFromJsonAsync<JsonElement>($"/runs/{run}");
        draft.GetProperty("kind").GetString().ShouldBe("group");
        var proposals = await Items(coordinator, $"/runs/{run}/proposals");
        var groups = proposals.GroupBy(p => p.GetProperty("group").GetInt32()).ToArray();
        groups.Select(g => g.Count()).ShouldBe([3, 3]);
        groups.ShouldAllBe(g => g.Select(p => p.GetProperty("match").GetGuid()).Distinct().Count() == 1);
        groups
            .Select(g => g.Select(p => p.GetProperty("mentor").GetGuid()).Distinct().Single())
            .ShouldBe(mentors.Select(m => m.Person), ignoreOrder: true);
        proposals
            .Concat(await Items(coordinator, $"/runs/{run}/unmatched"))
            .Select(p => p.GetProperty("mentee").GetGuid())
            .ShouldBe(mentees.Select(m => m.Person), ignoreOrder: true);
        proposals.ShouldAllBe(p => Points(p, "contributions") == p.GetProperty("score").GetInt32());
        proposals[0]
            .GetProperty("partners")
            .EnumerateArray()
            .Select(c => c.GetProperty("sentence").GetString()!)
            .ShouldContain("In common with others of the group: python (2 of 2 others).");

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
        certificate.GetProperty("groups").GetProperty("groupOf").GetArrayLength().ShouldBe(7);
        certificate.GetProperty("groups").GetProperty("certificate").GetProperty("placedBound").GetInt32().ShouldBe(6);
        certificate.GetProperty("groupGraph").GetProperty("sizes").GetProperty("max").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task A_coordinator_reads_why_a_mentee_is_in_no_group_of_a_mentor_and_takes_one_out()
    {
        var (program, mentors, _) = await Cohort(mentors: 2, mentees: 6);
        var coordinator = matching.Coordinator();
        var run = await Draft(program);
        var proposals = await Items(coordinator, $"/runs/{run}/proposals");
        var (one, own) = (proposals[0].GetProperty("mentee").GetGuid(), proposals[0].GetProperty("mentor").GetGuid());
        var other = mentors.Single(m => m.Person != own).Person;

        (await WhyNot(run, one, own)).ValueKind.ShouldBe(JsonValueKind.Null);
        (await WhyNot(run, one, other))
            .GetString()
            .ShouldBe("Each group of this mentor has 3 mentees, the most there may be.");

        var reason = new { reason = "They work in one team." };
        await Done(await coordinator.PostAsJsonAsync($"/runs/{run}/proposals/{one}/remove", reason));
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
        ).ShouldBe("group-run");
        await matching.Publish(coordinator, run);

        (await Items(coordinator, $"/matches?program={program}"))
            .Select(m => m.GetProperty("members").GetArrayLength())
            .ShouldBe([3, 4], ignoreOrder: true);
    }

    [Fact]
    public async Task A_group_that_became_too_small_is_not_proposed()
    {
        var (program, _, _) = await Cohort(mentors: 1, mentees: 2);
        var coordinator = matching.Coordinator();
        var run = await Draft(program);
        var proposals = await Items(coordinator, $"/runs/{run}/proposals");
        var removed = proposals[0].GetProperty("mentee").GetGuid();
        await Done(
            await coordinator.PostAsJsonAsync($"/runs/{run}/proposals/{removed}/remove", new { reason = "One team." })
        );

        await matching.Publish(coordinator, run);

        (await Items(coordinator, $"/runs/{run}/proposals"))
            .Select(p => p.GetProperty("state").GetString())
            .ShouldBe(["removed", "groupTooSmall"], ignoreOrder: true);
        (await Items(coordinator, $"/matches?program={program}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mentee_declines_the_others_accept_and_the_group_takes_one_place_of_the_mentor()
    {
        var (program, mentors, mentees) = await Cohort(mentors: 1, mentees: 3);
        var match = await Propose(program);

        var seen = await matching.As(mentees[0].Person).GetFromJsonAsync<JsonElement>($"/matches/{match}");
        seen.GetProperty("reasons")
            .EnumerateArray()
            .ShouldHaveSingleItem()
            .GetProperty("mentee")
            .GetGuid()
            .ShouldBe(mentees[0].Person);
        seen.GetProperty("left").ValueKind.ShouldBe(JsonValueKind.Null);
        var shown = await matching.As(mentors[0].Person).GetFromJsonAsync<JsonElement>($"/matches/{match}");
        shown.GetProperty("reasons").GetArrayLength().ShouldBe(3);

        foreach (var member in (Participant[])[mentors[0], mentees[0], mentees[1]])
            await Done(await Accept(match, member));
        await Done(
            await matching
                .As(mentees[2].Person)
                .PostAsJsonAsync($"/matches/{match}/decline", new { reason = "I have found a mentor." })
        );

        await Eventually.Passes(async () => (await State(match)).ShouldBe("confirmed"));
        (await Items(matching.As(mentees[2].Person), "/matches/mine?state=confirmed")).ShouldBeEmpty();
        foreach (
            var own in (JsonElement[])
                [
                    (
                        await Items(matching.As(mentees[2].Person), "/matches/mine?state=declined")
                    ).ShouldHaveSingleItem(),
                    await matching.As(mentees[2].Person).GetFromJsonAsync<JsonElement>($"/matches/{match}"),
                ]
        )
        {
            own.GetProperty("state").GetString().ShouldBe("declined");
            own.GetProperty("reason").GetString().ShouldBe("declinedByMentee");
            own.GetProperty("members").GetArrayLength().ShouldBe(3);
        }

        (await Problem(await Accept(match, mentees[2]), HttpStatusCode.Conflict)).ShouldBe("match-declined");
        var left = (await matching.Coordinator().GetFromJsonAsync<JsonElement>($"/matches/{match}"))
            .GetProperty("left")
            .EnumerateArray()
            .ShouldHaveSingleItem();
        left.GetProperty("note").GetString().ShouldBe("I have found a mentor.");
        var pool = await Items(matching.Coordinator(), $"/programs/{program}/pool");
        pool.Single(p => p.GetProperty("isMentor").GetBoolean()).GetProperty("usedCapacity").GetInt32().ShouldBe(1);
        pool.ToDictionary(p => p.GetProperty("person").GetGuid(), p => p.GetProperty("nextAction").GetString())
            .ShouldBe(
                new Dictionary<Guid, string?>
                {
                    [mentors[0].Person] = "mentorship",
                    [mentees[0].Person] = "mentorship",
                    [mentees[1].Person] = "mentorship",
                    [mentees[2].Person] = "nextRun",
                },
                ignoreOrder: true
            );

        // The one who declined is not proposed to this mentor again.
        await matching.Deliver(Left(match, program, mentees[1].Person));
        await Eventually.Passes(async () => (await NextActions(program)).Count(next => next == "nextRun").ShouldBe(2));
        var closed = Closed(match, program, mentors[0].Person, mentees[0].Person, "endedEarly");
        await matching.Deliver(closed);
        (await NextActions(program)).ShouldAllBe(next => next == "nextRun");
        (await Items(matching.Coordinator(), $"/runs/{await Draft(program)}/proposals")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_who_decline_at_once_leave_a_group_or_none()
    {
        var (program, mentors, mentees) = await Cohort(mentors: 1, mentees: 3);
        var match = await Propose(program);
        await Done(await Accept(match, mentors[0]));
        await Done(await Accept(match, mentees[2]));

        var answers = await Task.WhenAll(
            mentees
                .Take(2)
                .Select(mentee => matching.As(mentee.Person).PostAsJsonAsync($"/matches/{match}/decline", new { }))
        );

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.NoContent);
        (await State(match)).ShouldBe("declined");
        (await matching.TypesOf(match)).Skip(3).ShouldBe(["match_member_left", "match_declined"]);
        (await NextActions(program)).ShouldAllBe(next => next == "nextRun");
    }

    [Fact]
    public async Task A_mentee_who_is_withdrawn_leaves_the_proposed_group()
    {
        var (program, mentors, mentees) = await Cohort(mentors: 1, mentees: 3);
        var match = await Propose(program);
        foreach (var member in (Participant[])[mentors[0], mentees[0], mentees[1]])
            await Done(await Accept(match, member));

        await matching.Deliver(Person(mentees[2].Person, version: 2, active: false));

        await Eventually.Passes(async () => (await State(match)).ShouldBe("confirmed"));
        (await matching.Coordinator().GetFromJsonAsync<JsonElement>($"/matches/{match}"))
            .GetProperty("members")
            .GetArrayLength()
            .ShouldBe(3);
    }

    [Fact]
    public async Task Who_becomes_the_manager_of_a_mentee_loses_that_mentee_alone()
    {
        var (program, mentors, mentees) = await Cohort(mentors: 1, mentees: 3);
        var match = await Propose(program);

        await matching.Deliver(Person(mentees[1].Person, version: 2, manager: mentors[0].Person));

        await Eventually.Passes(async () =>
            (await matching.TypesOf(match)).ShouldBe(["match_proposed", "match_member_left"])
        );
        (await State(match)).ShouldBe("proposed");
    }

    [Fact]
    public async Task Sizes_are_compared_in_variants_and_what_cannot_be_is_refused()
    {
        var (program, _, _) = await Cohort(mentors: 3, mentees: 6);
        var coordinator = matching.Coordinator();
        var run = await matching.Draft(
            coordinator,
            program,
            new
            {
                program,
                kind = "group",
                variants = new[] { new { name = "Pairs of mentees", groupSizes = new { min = 2, max = 2 } } },
            }
        );
        (await Items(coordinator, $"/runs/{run}/proposals?variant=2"))
            .GroupBy(p => p.GetProperty("group").GetInt32())
            .Select(g => g.Count())
            .ShouldBe([2, 2, 2]);

        await Refused(
            new
            {
                program,
                kind = "group",
                groupSizes = new { min = 3, max = 2 },
            },
            "groupSizes.max"
        );
        await Refused(
            new
            {
                program,
                kind = "group",
                groupSizes = new { min = 0, max = 2 },
            },
            "groupSizes.min"
        );
        await Refused(
            new
            {
                program,
                kind = "group",
                fairness = new { maxLoadAboveMean = 0 },
            },
            "fairness"
        );
        await Refused(new { program, groupSizes = new { min = 2, max = 3 } }, "groupSizes");
    }

    private async Task Refused(object request, string field)
    {
        var answer = await matching.Coordinator().PostAsJsonAsync("/runs", request);
        (await answer.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("errors")
            .EnumerateObject()
            .Select(error => error.Name)
            .ShouldBe([field]);
        (await Problem(answer, HttpStatusCode.UnprocessableEntity)).ShouldBe("invalid");
    }

    private async Task<(Guid Program, Participant[] Mentors, Participant[] Mentees)> Cohort(int mentors, int mentees)
    {
        var program = await matching.NewProgramOf("oneToOne", "group");
        var (leading, learning) = (new List<Participant>(), new List<Participant>());
        for (var i = 0; i < mentors; i++)
            leading.Add(await matching.Join(program, "mentor", 1));
        for (var i = 0; i < mentees; i++)
            learning.Add(await matching.Join(program, "mentee"));
        return (program, [.. leading], [.. learning]);
    }

    private Task<Guid> Draft(Guid program) =>
        matching.Draft(matching.Coordinator(), program, new { program, kind = "group" });

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

    private async Task<string?> State(Guid match) =>
        (await matching.Coordinator().GetFromJsonAsync<JsonElement>($"/matches/{match}"))
            .GetProperty("state")
            .GetString();

    private async Task<JsonElement> WhyNot(Guid run, Guid mentee, Guid mentor) =>
        (
            await matching
                .Coordinator()
                .GetFromJsonAsync<JsonElement>($"/runs/{run}/explanation?mentee={mentee}&mentor={mentor}")
        ).GetProperty("whyNot");

    private async Task<string?[]> NextActions(Guid program) =>
        [
            .. (await Items(matching.Coordinator(), $"/programs/{program}/pool")).Select(p =>
                p.GetProperty("nextAction").GetString()
            ),
        ];

    private static MemberLeft Left(Guid match, Guid program, Guid mentee) =>
        new(match, 4, program, "group", new(mentee, "mentee"), "BER", "left", DateTimeOffset.UtcNow);

    private static int Points(JsonElement proposal, string contributions) =>
        proposal.GetProperty(contributions).EnumerateArray().Sum(c => c.GetProperty("points").GetInt32());
}
