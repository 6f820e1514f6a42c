using Npgsql;
using PeerNetwork.EventStore;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.People;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// Computes each run that was requested. It follows the events, so a replica that dies in mid-run loses nothing: the next one meets
/// the request again, and the cohort that was recorded makes its answer the same.
/// </summary>
public sealed class ComputeRuns(IServiceScopeFactory scopes, Pool pool, TimeProvider clock) : ISubscriber
{
    public string Name => "compute_runs";

    public async Task Handle(IReadOnlyList<StoredEvent> events, SqlBatch effects, CancellationToken ct)
    {
        foreach (var e in events.Where(e => e.Data is RunRequested))
        {
            await using var scope = scopes.CreateScopeFor(e);
            await Compute(((RunRequested)e.Data).Run, scope.ServiceProvider.GetRequiredService<EventStreams>(), ct);
        }
    }

    private async Task Compute(RunId id, EventStreams events, CancellationToken ct)
    {
        try
        {
            var run = await events.Read<Run, RunEvent>(id.Value, Run.Evolve, ct);
            if (run is { State: RunState.Requested }) await Start(run, events, ct);
            if (run is { State: RunState.Requested or RunState.Computing }) await Solve(run, events, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException and not NpgsqlException and not VersionConflictException)
        {
            // Such a run fails the same way each time, and must not keep the others waiting.
            await events.Update<Run, RunEvent>(id.Value, Run.Evolve, run => Fail(run, e.Message, clock.GetUtcNow()), ct);
        }
    }

    private async Task Start(Run run, EventStreams events, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var cohort = await pool.Take(run.Program, run.Exclusions, now, ct);
        var weights = cohort.Problem(run.Policy).EffectiveWeights;
        var started = new RunStarted(
            run.Id, cohort.HashWith(run.Policy), AssignmentSolver.Version, weights, cohort.Mentees.Count, cohort.Mentors.Count,
            cohort.Mentors.Sum(m => m.Seats), now);
        await events.Update(async writes =>
        {
            var decided = Start(await writes.Fetch<Run, RunEvent>(run.Id.Value, Run.Evolve), started);
            writes.Append<Run, RunEvent>(run.Id.Value, decided);
            if (decided is not []) writes.Append<RecordedCohort, CohortEvent>(RecordedCohort.IdOf(run.Id), cohort.Chunks(run.Id));
        }, ct);
    }

    private async Task Solve(Run run, EventStreams events, CancellationToken ct)
    {
        var cohort = await events.Read<RecordedCohort, CohortEvent>(RecordedCohort.IdOf(run.Id), RecordedCohort.Evolve, ct)
            ?? throw new InvalidOperationException("The run started without its cohort.");
        var found = await Task.Run(() => cohort.Problem(run.Policy).Solve(ct: ct), ct);
        var result = RunResult.Of(cohort, found);
        var drafted = new RunDrafted(
            run.Id, [.. result.Proposals.Select(p => p.Mentee)], result.Unmatched.Count, found.TotalScore, clock.GetUtcNow());
        await events.Update(async writes =>
        {
            var decided = Draft(await writes.Fetch<Run, RunEvent>(run.Id.Value, Run.Evolve), drafted);
            writes.Append<Run, RunEvent>(run.Id.Value, decided);
            if (decided is not []) writes.Append<RunResult, ResultEvent>(RunResult.IdOf(run.Id), result.Chunks(run.Id));
        }, ct);
    }

    public static RunEvent[] Start(Run? run, RunStarted started) => run is { State: RunState.Requested } ? [started] : [];

    public static RunEvent[] Draft(Run? run, RunDrafted drafted) => run is { State: RunState.Computing } ? [drafted] : [];

    public static RunEvent[] Fail(Run? run, string reason, DateTimeOffset now) =>
        run is { State: RunState.Requested or RunState.Computing } ? [new RunFailed(run.Id, reason, now)] : [];
}
