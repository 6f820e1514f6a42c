using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Runs;

namespace PeerNetwork.Benchmarks.Matching;

/// <summary>A computed run as the service stores it, with its storage and without its web server.</summary>
internal sealed class RecordedRun : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly RunId _id = new(Guid.CreateVersion7());

    private RecordedRun(IHost host) => _host = host;

    public static async Task<RecordedRun> Open(string connectionString, CancellationToken ct)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddEventSourcing(
            new("matching", connectionString, new(new MasterKeys(new byte[32])), CreatesSchema: true),
            Storage.Configure
        );
        builder.Services.AddSingleton<RunAssignments>();
        builder.Services.AddScoped<RecordedPairs>();
        var host = builder.Build();
        await host.StartAsync(ct);
        return new(host);
    }

    /// <summary>Stores what a run stores of its cohort, its result and its solution.</summary>
    public async Task Store(Cohort people, Policy policy, MatchingResult found, CancellationToken ct)
    {
        var now = DateTimeOffset.UtcNow;
        var cohort = new RecordedCohort(
            [.. people.Mentees.Select(mentee => new WaitingMentee(mentee, mentee.Site ?? "", now))],
            people.Mentors,
            people.Exclusions,
            people.Ended
        );
        var requested = new RunRequested(_id, new(Guid.CreateVersion7()), policy, [], By: null, now);
        var completed = new VariantCompleted(
            _id,
            Variant.First,
            found.Matched,
            found.Unmatched.Count,
            found.TotalScore,
            now
        );
        await Write(writes =>
        {
            writes.Append<Run, RunEvent>(_id.Value, requested, completed);
            writes.Append<RecordedCohort, CohortEvent>(RecordedCohort.IdOf(_id), cohort.Chunks(_id));
        });
        await Write(writes =>
            writes.Append<RunResult, ResultEvent>(
                RunResult.IdOf(_id),
                RunResult.Of(cohort, found, commonWeights: null).Chunks(_id, Variant.First)
            )
        );
        await Write(writes =>
            writes.Append<RecordedSolution, SolutionEvent>(
                RecordedSolution.IdOf(_id, Variant.First),
                RecordedSolution.Of(cohort, found, _id, Variant.First)
            )
        );

        async Task Write(Action<StreamWrites> append)
        {
            await using var scope = _host.Services.CreateAsyncScope();
            await scope
                .ServiceProvider.GetRequiredService<EventStreams>()
                .Update(
                    writes =>
                    {
                        append(writes);
                        return Task.CompletedTask;
                    },
                    ct
                );
        }
    }

    /// <summary>What <c>GET /matches/{id}/why-not/{person}</c> does, without HTTP.</summary>
    public async Task<TimeSpan> ExplainWhyNot(Pair pair, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        await using var scope = _host.Services.CreateAsyncScope();
        var events = scope.ServiceProvider.GetRequiredService<EventStreams>();
        var run = await events.Read<Run, RunEvent>(_id.Value, Run.Evolve, ct);
        var found = await scope.ServiceProvider.GetRequiredService<RecordedPairs>().Find(run!, null, pair, ct);
        _ = (found!.Solved.Explain(), found.Solved.FindExclusionReason(), found.Solved.WhatWouldHelp());
        return Stopwatch.GetElapsedTime(started);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
