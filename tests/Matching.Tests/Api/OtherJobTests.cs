using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

/// <summary>The manager of a second job is a line manager as well.</summary>
[Collection(MatchingCollection.Name)]
public class OtherJobTests(MatchingHost matching)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_manager_in_a_second_job_is_no_mentor_and_the_rule_says_why(bool menteeManages)
    {
        var program = await matching.NewProgram();
        var mentor = await matching.Join(program, "mentor", 5);
        var mentee = await matching.Join(program, "mentee", manager: Guid.CreateVersion7());
        var (manager, report) = menteeManages ? (mentee, mentor) : (mentor, mentee);
        var lead = Guid.CreateVersion7();
        await matching.Deliver(Person(lead, otherManager: manager.Person));
        await matching.Deliver(Person(report.Person, version: 2, manager: Guid.CreateVersion7(), otherManager: lead));
        var coordinator = matching.Coordinator();

        var run = await matching.Draft(coordinator, program);

        (await Items(coordinator, $"/runs/{run}/proposals")).ShouldBeEmpty();
        var rule = (
            await coordinator.GetFromJsonAsync<JsonElement>(
                $"/runs/{run}/explanation?mentee={mentee.Person}&mentor={mentor.Person}"
            )
        )
            .GetProperty("rules")
            .EnumerateArray()
            .Single(r => r.GetProperty("rule").GetString() == "not-own-manager");
        rule.GetProperty("passed").GetBoolean().ShouldBeFalse();
        rule.GetProperty("sentence")
            .GetString()
            .ShouldBe(
                menteeManages
                    ? "The mentee is one of the mentor's line managers, in the main or another job."
                    : "The mentor is one of the mentee's line managers, in the main or another job."
            );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_match_ends_when_one_of_the_two_gets_a_second_job_below_the_other(bool confirmed)
    {
        var program = await matching.NewProgram();
        var (mentor, mentee) = (await matching.Join(program, "mentor", 1), await matching.Join(program, "mentee"));
        var coordinator = matching.Coordinator();
        var run = await matching.Draft(coordinator, program);
        await matching.Publish(coordinator, run);
        var match = (await Items(coordinator, $"/matches?program={program}"))
            .ShouldHaveSingleItem()
            .GetProperty("id")
            .GetGuid();
        if (confirmed)
            foreach (var person in new[] { mentor, mentee })
                await Done(await matching.As(person.Person).PostAsync($"/matches/{match}/accept", null));

        var boss = Guid.CreateVersion7();
        await matching.Deliver(Person(mentee.Person, version: 8, manager: boss));
        await matching.Deliver(Person(mentee.Person, version: 9, manager: boss, otherManager: mentor.Person));

        await Eventually.Passes(async () =>
            (await matching.TypesOf(match)).ShouldContain(confirmed ? "match_invalidated" : "match_declined")
        );
    }
}
