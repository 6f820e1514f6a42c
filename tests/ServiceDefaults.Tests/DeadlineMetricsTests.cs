using System.Net.Http.Json;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.ServiceDefaults.Tests;

/// <summary>A note is to be answered within an hour, and the rule for it fails.</summary>
public sealed class DeadlineMetricsTests
{
    private const string Metric = "peernetwork.deadlines.overdue";

    private static readonly DateTimeOffset Due = new(2027, 3, 1, 10, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Due.AddHours(-1));

    [Fact]
    public async Task Deadlines_that_are_overdue_by_more_than_a_minute_are_counted_by_rule()
    {
        var database = await TestServers.NewDatabase();
        await using var app = await TestApp.Start(
            NotesApp.Routes,
            NotesApp.Services(database, clock: _clock, store: Add)
        );
        using var metric = new MetricRecorder(app.App.Services, Metric);
        metric.Take().ShouldBeEmpty("the deadlines have not been read yet");
        foreach (var text in new[] { "one", "two" })
            (await app.AsAda().PostAsync("/notes", JsonContent.Create(new { text }))).EnsureSuccessStatusCode();

        _clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromMinutes(1));
        (await Check(app.App.Services)).Status.ShouldBe(HealthStatus.Healthy);
        metric.Take().ShouldBe([new(0, "deadline.rule=answer"), new(0, "deadline.rule=archive")], ignoreOrder: true);

        _clock.Advance(TimeSpan.FromSeconds(1));
        var overdue = await Check(app.App.Services);
        (overdue.Status, overdue.Description).ShouldBe((HealthStatus.Degraded, "Deadlines are overdue: answer: 2."));
        metric.Take().ShouldBe([new(2, "deadline.rule=answer"), new(0, "deadline.rule=archive")], ignoreOrder: true);

        static void Add(StoreOptions options) =>
            options.Projections.Add(new NoteDeadlinesProjection(), ProjectionLifecycle.Inline);
    }

    [Fact]
    public async Task A_service_without_deadlines_has_no_such_check()
    {
        var database = await TestServers.NewDatabase();
        await using var app = await TestApp.Start(NotesApp.Routes, NotesApp.Services(database, clock: _clock));
        var report = await app
            .App.Services.GetRequiredService<HealthCheckService>()
            .CheckHealthAsync(check => check.Name == "deadlines");
        report.Entries.ShouldBeEmpty();
    }

    private static async Task<HealthReportEntry> Check(IServiceProvider services) =>
        (await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Name == "deadlines"))
            .Entries.Single()
            .Value;

    private sealed class NoteDeadlinesProjection() : DeadlinesProjection(new AnswerRule(), new ArchiveRule());

    private sealed class AnswerRule() : DeadlineRule("answer")
    {
        public override IEnumerable<DeadlineChange> Changes(IEvent e) =>
            e.Data is NoteWritten ? [new(e.StreamId, e.StreamId, Due)] : [];

        public override Task Reach(Deadline deadline, StreamWrites writes, DateTimeOffset now) =>
            throw new InvalidOperationException("It cannot be answered.");
    }

    private sealed class ArchiveRule() : DeadlineRule("archive")
    {
        public override IEnumerable<DeadlineChange> Changes(IEvent e) => [];

        public override Task Reach(Deadline deadline, StreamWrites writes, DateTimeOffset now) => Task.CompletedTask;
    }
}
