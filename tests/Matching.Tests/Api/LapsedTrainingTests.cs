using System.Net.Http.Json;
using System.Text.Json;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

/// <summary>Who has to complete training gets no new match; what was proposed and what runs goes on.</summary>
[Collection(MatchingCollection.Name)]
public class LapsedTrainingTests(MatchingHost matching)
{
    [Theory, InlineData("in order"), InlineData("older message last"), InlineData("newer message first")]
    public async Task Messages_that_come_twice_and_in_any_order_have_one_effect(string order)
    {
        var program = await matching.NewProgram();
        var who = new Participant(Guid.CreateVersion7(), Guid.CreateVersion7());
        var (joined, lapsed) = (Approval(program, who, "mentee", 0), Lapsed(program, who, "mentee"));
        var (joinedId, lapsedId) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await matching.Deliver(Person(who.Person));

        if (order is "newer message first")
        {
            await matching.Deliver(lapsed, lapsedId);
            await matching.Deliver(joined, joinedId);
        }
        else
        {
            await matching.Deliver(joined, joinedId);
            await matching.Deliver(lapsed, lapsedId);
        }

        await matching.Deliver(lapsed, lapsedId);
        await matching.Deliver(lapsed);
        await matching.Deliver(joined, joinedId);
        await matching.Deliver(joined);

        (await matching.TypesOf(who.Application)).ShouldBe(
            ["participant_joined", "participant_no_longer_ready"],
            ignoreOrder: true
        );
        (await ActionOf(program, who)).ShouldBe("refreshTraining");
        (await WaitingIn(program)).ShouldBe(0);

        await matching.Deliver(joined with { Version = 5 });
        if (order is "older message last")
            await matching.Deliver(lapsed);
        (await ActionOf(program, who)).ShouldBe("nextRun");
        (await WaitingIn(program)).ShouldBe(1);
    }

    [Fact]
    public async Task The_waiting_time_is_kept()
    {
        var program = await matching.NewProgram();
        var first = await matching.Join(program, "mentee");
        var second = await matching.Join(program, "mentee");
        var since = (await Participation(program, first)).GetProperty("readyAt").GetDateTimeOffset();

        await matching.Deliver(Lapsed(program, first, "mentee"));
        (await Participation(program, second)).GetProperty("position").GetInt32().ShouldBe(1);
        await matching.Deliver(Approval(program, first, "mentee", 0, version: 5) with { ReadyAt = since });

        (await Participation(program, first)).GetProperty("position").GetInt32().ShouldBe(1);
        (await Participation(program, first)).GetProperty("readyAt").GetDateTimeOffset().ShouldBe(since);
        (await Participation(program, second)).GetProperty("position").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task A_proposal_can_still_be_answered_and_no_new_one_is_made()
    {
        var program = await matching.NewProgram();
        var mentor = await matching.Join(program, "mentor", capacity: 2);
        var mentee = await matching.Join(program, "mentee");
        var coordinator = matching.Coordinator();
        await matching.Publish(coordinator, await matching.Draft(coordinator, program));
        var match = (await Items(coordinator, $"/matches?program={program}"))
            .ShouldHaveSingleItem()
            .GetProperty("id")
            .GetGuid();

        await matching.Deliver(Lapsed(program, mentor, "mentor"));
        await matching.Deliver(Lapsed(program, mentee, "mentee"));

        (await ActionOf(program, mentor)).ShouldBe("answerMatch");
        foreach (var person in new[] { mentor, mentee })
            await Done(await matching.As(person.Person).PostAsync($"/matches/{match}/accept", null));
        (await matching.TypesOf(match)).ShouldBe([
            "match_proposed",
            "match_accepted",
            "match_accepted",
            "match_confirmed",
        ]);
        (await ActionOf(program, mentor)).ShouldBe("refreshTraining", "a place is free, and no run gives it away");
        var other = await matching.Join(program, "mentee");
        var next = await coordinator.GetFromJsonAsync<JsonElement>(
            $"/runs/{await matching.Draft(coordinator, program)}"
        );
        next.GetProperty("mentors").GetInt32().ShouldBe(0);
        (await ActionOf(program, other)).ShouldBe("nextRun");
    }

    [Fact]
    public async Task A_run_that_was_computed_before_proposes_nothing_to_who_has_lapsed()
    {
        var program = await matching.NewProgram();
        var mentor = await matching.Join(program, "mentor", capacity: 1);
        await matching.Join(program, "mentee");
        var coordinator = matching.Coordinator();
        var draft = await matching.Draft(coordinator, program);
        await matching.Deliver(Lapsed(program, mentor, "mentor"));

        await matching.Publish(coordinator, draft);

        (await Items(coordinator, $"/matches?program={program}")).ShouldBeEmpty();
    }

    private async Task<JsonElement> Participation(Guid program, Participant who) =>
        (await Items(matching.Coordinator(), $"/programs/{program}/pool")).Single(p =>
            p.GetProperty("person").GetGuid() == who.Person
        );

    private async Task<string?> ActionOf(Guid program, Participant who) =>
        (await Participation(program, who)).GetProperty("nextAction").GetString();

    private async Task<int> WaitingIn(Guid program)
    {
        var coordinator = matching.Coordinator();
        var run = await coordinator.GetFromJsonAsync<JsonElement>(
            $"/runs/{await matching.Draft(coordinator, program)}"
        );
        return run.GetProperty("mentees").GetInt32();
    }
}
