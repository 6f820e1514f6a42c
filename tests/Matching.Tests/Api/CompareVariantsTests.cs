using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Runs;
using Xunit.Abstractions;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

[Collection(MatchingCollection.Name)]
public class CompareVariantsTests(MatchingHost matching, ITestOutputHelper output)
{
    [Fact]
    public async Task Two_variants_of_5000_mentees_are_compared()
    {
        var coordinator = matching.Coordinator();
        var policy = new Policy { Day = new(2026, 3, 2), CandidatesPerMentee = 10 };
        var run = await Request(
            LargeRuns.Cohort(mentees: 5_000, mentors: 1_250),
            policy,
            (policy with { Weights = new Dictionary<string, int> { ["experience"] = 900 } }, new("Experience")),
            (policy, new("Two each", Capacity: new(PlacesPerMentor: 2)))
        );
        await Reaches(coordinator, run, "draft");
        await Compare(1, 2);

        var since = Stopwatch.GetTimestamp();
        var weights = await Compare(1, 2);
        output.WriteLine($"Compared in {Stopwatch.GetElapsedTime(since).TotalMilliseconds:0} ms.");
        var places = await Compare(1, 3);

        Sum(weights).ShouldBe(5_000);
        (weights.Gaining > 0 && weights.Losing > 0).ShouldBeTrue("other weights make other pairs");
        weights.Groups.Select(g => (g.Group, g.Mentees)).ShouldBe([("BER", 3_333), ("LIS", 1_667)]);
        weights.Groups.Sum(g => g.A.Matched).ShouldBe(weights.A.Figures.Matched);
        weights.Gains.Count.ShouldBe(50);
        weights.Gains.ShouldAllBe(c => c.ScoreB > (c.ScoreA ?? -1));
        (places.A.Figures.Load.Most, places.B.Figures.Load.Most).ShouldBe((3, 2));
        (places.B.Figures.Matched <= 2_500 && places.A.Figures.Matched > 2_500).ShouldBeTrue();
        places.Losses.ShouldNotBeEmpty();
        places.Losses.ShouldAllBe(c => c.MentorA != null && (c.ScoreB ?? -1) < c.ScoreA);
        (await coordinator.GetFromJsonAsync<JsonElement>($"/runs/{run}/variants/1/compare/3?by=department"))
            .GetProperty("groups")
            .GetArrayLength()
            .ShouldBe(5);
        (await matching.Coordinator("LIS").GetFromJsonAsync<JsonElement>($"/runs/{run}/variants/1/compare/2"))
            .GetProperty("gaining")
            .GetInt32()
            .ShouldBe(weights.Gaining);

        Task<CompareVariants.Answer> Compare(int a, int b) =>
            coordinator.GetFromJsonAsync<CompareVariants.Answer>(
                $"/runs/{run}/variants/{a}/compare/{b}",
                new JsonSerializerOptions(JsonSerializerDefaults.Web).WithSharedConverters()
            )!;
        static int Sum(CompareVariants.Answer of) => of.Gaining + of.Losing + of.Same;
    }

    private async Task<Guid> Request(
        RecordedCohort cohort,
        Policy policy,
        params (Policy Policy, VariantTerms Terms)[] others
    )
    {
        await using var scope = matching.Services.CreateAsyncScope();
        return (await LargeRuns.Request(scope.ServiceProvider, cohort, policy, others)).Value;
    }
}
