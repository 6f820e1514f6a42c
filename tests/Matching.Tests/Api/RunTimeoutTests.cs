using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.Runs;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.Matching.Tests.Api;

public sealed class RunTimeoutTests(RunTimeoutTests.ImpatientHost matching)
    : IClassFixture<RunTimeoutTests.ImpatientHost>
{
    [Fact]
    public async Task What_takes_too_long_is_given_up_with_words_before_the_broker_loses_its_patience()
    {
        var coordinator = matching.As(Guid.CreateVersion7(), [Roles.Coordinator], ["*"]);
        await using var scope = matching.Services.CreateAsyncScope();
        var streams = scope.ServiceProvider.GetRequiredService<EventStreams>();

        using var duration = new MetricRecorder(matching.Services, "peernetwork.matching.variant.duration");
        var run = await LargeRuns.Request(
            scope.ServiceProvider,
            LargeRuns.Cohort(mentees: 3_000, mentors: 1_000),
            new Policy { Day = new(2026, 3, 2) }
        );
        await MatchingHost.Reaches(coordinator, run.Value, "failed");
        await Eventually.Holds(() => Task.FromResult(duration.Take().Any(m => m.Tags == "outcome=timed-out")));

        var failed = await streams.Read<Run, RunEvent>(run.Value, Run.Evolve, CancellationToken.None);
        failed!.Variant.Failure.ShouldBe(
            "The computation took longer than 0 minutes: keep fewer candidates per mentee."
        );
    }

    /// <summary>Gives a computation a tenth of a second.</summary>
    public sealed class ImpatientHost : ServiceHost<Match>
    {
        protected override void Configure(IWebHostBuilder builder)
        {
            base.Configure(builder);
            builder.UseSetting("Runs:TimeoutMinutes", "0.0017");
        }
    }
}
