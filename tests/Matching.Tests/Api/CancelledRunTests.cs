using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Runs;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

[Collection(MatchingCollection.Name)]
public class CancelledRunTests(MatchingHost matching)
{
    private static readonly Policy ThePolicy = new() { Day = new(2026, 3, 2) };

    [Fact]
    public async Task What_is_cancelled_in_mid_run_stops_and_is_resumed_from_the_record()
    {
        var coordinator = matching.Coordinator();
        using var active = new MetricRecorder(matching.Services, "peernetwork.matching.variant.active");
        using var duration = new MetricRecorder(matching.Services, "peernetwork.matching.variant.duration");
        var run = await Request(LargeRuns.Cohort(mentees: 3_000, mentors: 1_000), ThePolicy);
        await StateOf(coordinator, run, 1, "computing");
        active.Take().Sum(change => change.Value).ShouldBe(1);
        (await Body(coordinator, run))
            .GetProperty("variants")[0]
            .GetProperty("progress")
            .GetProperty("stage")
            .GetString()
            .ShouldNotBeNullOrEmpty();

        await Done(await coordinator.PostAsync($"/runs/{run}/cancel", null));
        await Done(await coordinator.PostAsync($"/runs/{run}/cancel", null));
        await StateOf(coordinator, run, 1, "cancelled");
        await Reaches(coordinator, run, "cancelled");
        // Nobody computes it any more.
        await Eventually.Holds(async () => (await Progress(run)).Count == 0);
        await Eventually.Holds(() => Task.FromResult(duration.Take().Any(m => m.Tags == "outcome=obsolete")));
        active.Take().Sum(change => change.Value).ShouldBe(-1);

        await Done(await coordinator.PostAsync($"/runs/{run}/variants/1/resume", null));
        await Done(await coordinator.PostAsync($"/runs/{run}/resume", null));
        await Reaches(coordinator, run, "draft");
        var repetition = await (
            await coordinator.PostAsync($"/runs/{run}/reproduce", null)
        ).Content.ReadFromJsonAsync<JsonElement>();
        repetition.GetProperty("sameBytes").GetBoolean().ShouldBeTrue();
        (await Types(run)).ShouldBe([
            "run_requested",
            "run_started",
            "variant_cancelled",
            "variant_resumed",
            "variant_completed",
        ]);
    }

    [Fact]
    public async Task One_variant_is_cancelled_and_the_others_go_on()
    {
        var coordinator = matching.Coordinator();
        var run = await Request(
            LargeRuns.Cohort(mentees: 1_500, mentors: 500),
            ThePolicy with
            {
                CandidatesPerMentee = 5,
            },
            (ThePolicy, new("All pairs"))
        );

        await Done(await coordinator.PostAsync($"/runs/{run}/variants/2/cancel", null));
        await StateOf(coordinator, run, 1, "done");
        await StateOf(coordinator, run, 2, "cancelled");
        await Reaches(coordinator, run, "draft");
    }

    [Fact]
    public async Task A_message_that_comes_again_finds_the_work_done()
    {
        var coordinator = matching.Coordinator();
        var run = await Request(LargeRuns.Cohort(mentees: 30, mentors: 10), ThePolicy);
        await Reaches(coordinator, run, "draft");
        var before = await Types(run);
        var again = new VariantDue(run, 1, 1, DateTimeOffset.UtcNow);

        // Of a replica that died after the result stood and before the broker knew: under the same id, and as a repeat
        // of the relay.
        var message = Guid.CreateVersion7();
        await matching.Deliver(again, message);
        await matching.Deliver(again, message);
        await matching.Deliver(again with { Variant = 9 });
        await matching.Deliver(again with { Run = Guid.CreateVersion7() });

        (await Types(run)).ShouldBe(before);
    }

    [Fact]
    public async Task Two_who_compute_the_same_variant_leave_one_result()
    {
        var coordinator = matching.Coordinator();
        var run = await Request(LargeRuns.Cohort(mentees: 1_000, mentors: 400), ThePolicy);

        await Task.WhenAll(
            matching.Deliver(new VariantDue(run, 1, 1, DateTimeOffset.UtcNow)),
            matching.Deliver(new VariantDue(run, 1, 1, DateTimeOffset.UtcNow))
        );

        await Reaches(coordinator, run, "draft");
        (await Types(run)).Count(t => t == "variant_completed").ShouldBe(1);
        (await Body(coordinator, run)).GetProperty("matched").GetInt32().ShouldBe(1_000);
    }

    private static Task StateOf(HttpClient coordinator, Guid run, int variant, string state) =>
        Eventually.Passes(async () =>
            (await coordinator.GetFromJsonAsync<JsonElement>($"/runs/{run}/variants/{variant}"))
                .GetProperty("state")
                .GetString()
                .ShouldBe(state)
        );

    private static Task<JsonElement> Body(HttpClient coordinator, Guid run) =>
        coordinator.GetFromJsonAsync<JsonElement>($"/runs/{run}");

    private Task<IReadOnlyDictionary<int, RunProgress.Entry>> Progress(Guid run) =>
        matching.Services.GetRequiredService<RunProgress>().Of(new(run), CancellationToken.None);

    private async Task<string[]> Types(Guid run)
    {
        await using var scope = matching.Services.CreateAsyncScope();
        return
        [
            .. (
                await scope.ServiceProvider.GetRequiredService<EventStreams>().History(run, CancellationToken.None)
            ).Select(e => e.EventTypeName),
        ];
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
