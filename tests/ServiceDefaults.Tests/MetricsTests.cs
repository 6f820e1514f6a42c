using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Testing;

namespace PeerNetwork.ServiceDefaults.Tests;

public class MetricsTests
{
    [Fact]
    public async Task A_projection_that_is_stopped_shows_in_the_metrics_that_are_exported()
    {
        var database = await TestServers.NewDatabase();
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var projection = new NoteTexts(1, () => throw new InvalidOperationException("This cannot be applied."));
        await using var app = await TestApp.Start(
            NotesApp.Routes,
            builder =>
            {
                NotesApp.Services(database, projection, clock)(builder);
                // A service has its health published once a minute.
                builder.Services.PostConfigure<HealthCheckPublisherOptions>(checks =>
                    checks.Period = TimeSpan.FromSeconds(1)
                );
                builder
                    .Services.AddHealthChecks()
                    .AddCheck("weather", () => HealthCheckResult.Unhealthy("Rain."))
                    .AddCheck("tide", () => HealthCheckResult.Healthy("High."));
            },
            // Nothing listens there: that metrics are exported has the host publish its health.
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
        );
        // Without events the tables are complete. Otherwise a stopped projection counts as being built.
        await Eventually.Passes(async () =>
            (await app.Anonymous().GetAsync("/health/ready")).EnsureSuccessStatusCode().Dispose()
        );
        using var health = new MetricRecorder(app.App.Services, "peernetwork.health_check.status");
        using var lag = new MetricRecorder(app.App.Services, "peernetwork.shard.lag");
        using var lagTime = new MetricRecorder(app.App.Services, "peernetwork.shard.lag_time");
        using var stopped = new MetricRecorder(app.App.Services, "peernetwork.shard.stopped");
        using var building = new MetricRecorder(app.App.Services, "peernetwork.shard.building");
        (await app.AsAda().PostAsync("/notes", JsonContent.Create(new { text = "a note" }))).EnsureSuccessStatusCode();

        const string shard = "shard=note_texts:All";
        await Eventually.Passes(async () =>
        {
            (await app.Anonymous().GetAsync("/health/ready")).Dispose();
            stopped.Take().ShouldContain(new RecordedMeasurement(1, shard));
        });
        lag.Take().ShouldContain(new RecordedMeasurement(1, shard));
        building.Take().ShouldContain(m => m.Tags == shard);
        clock.Advance(TimeSpan.FromSeconds(30));
        lagTime.Take().ShouldContain(m => m.Tags == shard && m.Value >= 30);
        await Eventually.Passes(() =>
        {
            var latest = health.Take();
            latest.ShouldContain(new RecordedMeasurement(1, "health_check.name=tide"));
            latest.ShouldContain(new RecordedMeasurement(1, "health_check.name=database"));
            latest.ShouldContain(new RecordedMeasurement(0.5, "health_check.name=shards"));
            latest.ShouldContain(new RecordedMeasurement(0, "health_check.name=weather"));
            return Task.CompletedTask;
        });

        clock.Advance(TimeSpan.FromMinutes(3));
        lag.Take().ShouldBeEmpty("the status is not known any more");
    }
}
