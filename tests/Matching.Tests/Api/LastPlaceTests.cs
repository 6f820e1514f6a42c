using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

[Collection(MatchingCollection.Name)]
public class LastPlaceTests(MatchingHost matching)
{
    private const int Races = 20;

    private sealed record Rivals(Guid Mentor, (Guid Match, Guid Mentee) One, (Guid Match, Guid Mentee) Other);

    [Theory, InlineData(true), InlineData(false)]
    public async Task Of_two_who_take_the_last_place_at_the_same_instant_one_wins_and_the_other_reads_why(
        bool mentorDecides
    )
    {
        var program = await matching.NewProgram();
        var rivals = await OfferEachPlaceTwice(program);
        var coordinator = matching.Coordinator();

        foreach (var race in rivals)
        {
            (Guid Match, Guid Mentee)[] both = [race.One, race.Other];
            foreach (var (match, mentee) in both)
                await Done(await Accept(match, mentorDecides ? mentee : race.Mentor));

            var answers = await Task.WhenAll(both.Select(m => Accept(m.Match, mentorDecides ? race.Mentor : m.Mentee)));

            answers.Count(a => a.StatusCode is HttpStatusCode.NoContent).ShouldBe(1);
            var loser = Array.FindIndex(answers, a => a.StatusCode is not HttpStatusCode.NoContent);
            (await Problem(answers[loser], HttpStatusCode.Conflict)).ShouldBe("mentor-full");
            (await Outcome(both[1 - loser].Match)).ShouldBe(("confirmed", null));
            (await Outcome(both[loser].Match)).ShouldBe(("declined", "mentorFull"));
        }

        var pool = await Items(coordinator, $"/programs/{program}/pool");
        var mentors = pool.Where(p => p.GetProperty("isMentor").GetBoolean()).ToArray();
        mentors.Length.ShouldBe(Races);
        mentors.ShouldAllBe(p => p.GetProperty("usedCapacity").GetInt32() == 1);

        async Task<(string?, string?)> Outcome(Guid match)
        {
            var seen = await coordinator.GetFromJsonAsync<JsonElement>($"/matches/{match}");
            return (seen.GetProperty("state").GetString(), seen.GetProperty("reason").GetString());
        }
    }

    private Task<HttpResponseMessage> Accept(Guid match, Guid person) =>
        matching.As(person).PostAsync($"/matches/{match}/accept", null);

    private async Task<Rivals[]> OfferEachPlaceTwice(Guid program)
    {
        for (var i = 0; i < Races; i++)
        {
            await matching.Join(program, "mentor", 1);
            await matching.Join(program, "mentee");
            await matching.Join(program, "mentee");
        }

        var coordinator = matching.Coordinator();
        var run = await matching.Draft(coordinator, program);
        var found = (await Items(coordinator, $"/runs/{run}/proposals")).Select(p =>
            (
                Match: p.GetProperty("match").GetGuid(),
                Mentor: p.GetProperty("mentor").GetGuid(),
                Mentee: p.GetProperty("mentee").GetGuid()
            )
        );
        var left = (await Items(coordinator, $"/runs/{run}/unmatched")).Select(u => u.GetProperty("mentee").GetGuid());
        var rivals = new List<Rivals>();
        foreach (var (pair, mentee) in found.Zip(left))
        {
            var match = await Created(
                await coordinator.PostAsJsonAsync(
                    $"/runs/{run}/proposals",
                    new
                    {
                        mentee,
                        mentor = pair.Mentor,
                        reason = "Whoever comes first.",
                    }
                )
            );
            rivals.Add(new(pair.Mentor, (pair.Match, pair.Mentee), (match, mentee)));
        }

        await matching.Publish(coordinator, run);
        rivals.Count.ShouldBe(Races);
        return [.. rivals];
    }
}
