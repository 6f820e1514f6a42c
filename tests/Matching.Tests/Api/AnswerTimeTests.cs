using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

/// <summary>A proposal that is not answered does not stay open for ever.</summary>
[Collection(MatchingCollection.Name)]
public class AnswerTimeTests(MatchingHost matching)
{
    [Fact]
    public async Task A_proposal_has_the_time_that_its_program_gives()
    {
        var program = await matching.NewProgram(answerWithinDays: 3);
        var mentor = await matching.Join(program, "mentor", capacity: 1);
        await matching.Join(program, "mentee");
        var coordinator = matching.Coordinator();
        await matching.Publish(coordinator, await matching.Draft(coordinator, program));

        var listed = (await Items(matching.As(mentor.Person), "/matches/mine")).ShouldHaveSingleItem();
        var shown = await coordinator.GetFromJsonAsync<JsonElement>($"/matches/{listed.GetProperty("id").GetGuid()}");

        foreach (var match in new[] { listed, shown })
            (Time(match, "answerUntil") - Time(match, "proposedAt")).ShouldBe(TimeSpan.FromDays(3));
    }

    [Fact]
    public async Task What_is_not_answered_in_time_is_declined_and_the_mentee_gets_another_mentor()
    {
        var program = await matching.NewProgram();
        var silent = await matching.Join(program, "mentor", capacity: 1);
        var mentee = await matching.Join(program, "mentee");
        var other = await matching.Join(program, "mentor", capacity: 1, skill: "sql");
        var match = await Propose(program, silent, mentee, DateTimeOffset.UtcNow.AddSeconds(-1));

        await Eventually.Passes(async () =>
            (await matching.TypesOf(match)).ShouldBe(["match_proposed", "match_accepted", "match_declined"])
        );

        var (asMentor, asMentee) = (matching.As(silent.Person), matching.As(mentee.Person));
        (await asMentee.GetFromJsonAsync<JsonElement>($"/matches/{match}"))
            .GetProperty("reason")
            .GetString()
            .ShouldBe("notAnswered");
        (await Problem(await asMentor.PostAsync($"/matches/{match}/accept", null), HttpStatusCode.Conflict)).ShouldBe(
            "match-not-answered"
        );
        var coordinator = matching.Coordinator();
        await matching.Publish(coordinator, await matching.Draft(coordinator, program));
        (await Items(asMentee, "/matches/mine?state=proposed"))
            .ShouldHaveSingleItem()
            .PersonAs("mentor")
            .ShouldBe(other.Person);
    }

    /// <summary>A proposal that the mentee has accepted.</summary>
    private async Task<Guid> Propose(Guid program, Participant mentor, Participant mentee, DateTimeOffset answerUntil)
    {
        var proposed = TestData.ProposalTo(program, TestData.TheRun, mentor.Person, mentee.Person) with
        {
            AnswerUntil = answerUntil,
        };
        await matching.Write(writes =>
            writes.Append<Match, MatchEvent>(
                proposed.Match.Value,
                proposed,
                new MatchAccepted(proposed.Match, new(mentee.Person), answerUntil)
            )
        );
        return proposed.Match.Value;
    }

    private static DateTimeOffset Time(JsonElement match, string property) =>
        match.GetProperty(property).GetDateTimeOffset();
}
