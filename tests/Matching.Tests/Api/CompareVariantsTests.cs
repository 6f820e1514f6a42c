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
            (policy, new("Two each", Capacity: new(MaxPerMentor: 2)))
        );
        await Reaches(coordinator, run, "draft");
        await Compare(1, 2);

        var since = Stopwatch.GetTimestamp();
        var weights = await Compare(1, 2);
        output.WriteLine($"Compared in {Stopwatch.GetElapsedTime(since).TotalMilliseconds:0} ms.");
        var places = await Compare(1, 3);

        Sum(weights).ShouldBe(5_000);
        (weights.ImprovedCount > 0 && weights.WorsenedCount > 0).ShouldBeTrue("other weights make other pairs");
        weights.Groups.Select(g => (g.Group, g.Mentees)).ShouldBe([("BER", 3_333), ("LIS", 1_667)]);
        weights.Groups.Sum(g => g.A.Matched).ShouldBe(weights.A.Metrics.Matched);
        weights.Improved.Count.ShouldBe(50);
        weights.Improved.ShouldAllBe(c => c.ScoreB > (c.ScoreA ?? -1));
        (places.A.Metrics.Load.Max, places.B.Metrics.Load.Max).ShouldBe((3, 2));
        (places.B.Metrics.Matched <= 2_500 && places.A.Metrics.Matched > 2_500).ShouldBeTrue();
        places.Worsened.ShouldNotBeEmpty();
        places.Worsened.ShouldAllBe(c => c.MentorA != null && (c.ScoreB ?? -1) < c.ScoreA);
        (await coordinator.GetFromJsonAsync<JsonElement>($"/runs/{run}/variants/1/compare/3?groupBy=department"))
            .GetProperty("groups")
            .GetArrayLength()
            .ShouldBe(5);
        (await matching.Coordinator("LIS").GetFromJsonAsync<JsonElement>($"/runs/{run}/variants/1/compare/2"))
            .GetProperty("improvedCount")
            .GetInt32()
            .ShouldBe(weights.ImprovedCount);

        Task<CompareVariants.Response> Compare(int a, int b) =>
            coordinator.GetFromJsonAsync<CompareVariants.Response>(
                $"/runs/{run}/variants/{a}/compare/{b}",
                new JsonSerializerOptions(JsonSerializerDefaults.Web).WithSharedConverters()
            )!;
        static int Sum(CompareVariants.Response of) => of.ImprovedCount + of.WorsenedCount + of.UnchangedCount;
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
