using Npgsql;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// Computes a variant from the cohort that its run has recorded. Every replica and every attempt finds the same result.
/// If several finish, the first result is kept.
/// </summary>
public sealed class ComputeVariant(
    IServiceScopeFactory scopes,
    Pool pool,
    RunProgress progress,
    RunSettings settings,
    RunMetrics metrics,
    TimeProvider clock
) : IDisposable
{
    private readonly TimeSpan _timeout = TimeSpan.FromMinutes(settings.TimeoutMinutes);

    /// <summary>All variants of a run become due at once, and one cohort is enough.</summary>
    private readonly SemaphoreSlim _cohortLock = new(1, 1);

    /// <param name="id">The run.</param>
    /// <param name="variant">Which of its variants.</param>
    /// <param name="cause">The cause of the events that are written.</param>
    /// <param name="ct">Leaves the variant as it is, for another replica.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task Compute(RunId id, int variant, EventMetadata cause, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<AuditContext>().Metadata = cause;
        var events = scope.ServiceProvider.GetRequiredService<EventStreams>();
        if (await LoadIfWaiting(id, variant, events, ct) is not { } run)
            return;
        await using var watch = progress.Track(id, variant, _timeout, ct);
        using var measured = metrics.Begin();
        try
        {
            if (run.Started is null)
                run = await StartWithCohort(run, events, watch.Token);
            var isKept = await Solve(run, run.Variants[variant], events, watch);
            measured.Outcome = isKept ? "completed" : "obsolete";
        }
        catch (OperationCanceledException) when (watch.IsTimedOut && !ct.IsCancellationRequested)
        {
            measured.Outcome = "timed-out";
            await Fail(
                id,
                variant,
                $"The computation took longer than {_timeout.TotalMinutes:0.##} minutes: "
                    + "keep fewer candidates per mentee.",
                events,
                ct
            );
        }
        catch (OperationCanceledException) when (watch.IsNoLongerWaiting && !ct.IsCancellationRequested)
        {
            // Cancelled by a coordinator, or done by another replica: the stream holds that already.
            measured.Outcome = "obsolete";
        }
        catch (Exception e)
            when (e is not OperationCanceledException and not NpgsqlException and not VersionConflictException)
        {
            // The variant would fail in the same way each time, so the message is not redelivered.
            measured.Outcome = "failed";
            await Fail(id, variant, e.Message, events, ct);
        }
    }

    public static RunEvent[] Start(Run? run, RunStarted started) => run is { Started: null } ? [started] : [];

    /// <summary>
    /// A run that needs no review is published as soon as it is computed, unless a bound of fairness could not be met:
    /// then a coordinator decides.
    /// </summary>
    public static RunEvent[] Complete(Run? run, VariantCompleted drafted) =>
        run?.Find(drafted.Variant) is not { State: VariantState.Waiting } ? []
        : !run.WithoutReview || drafted.Fairness is { Met: false } ? [drafted]
        :
        [
            drafted,
            new RunReviewed(run.Id, null, drafted.At, drafted.Variant),
            new PublicationRequested(run.Id, null, drafted.At, drafted.Variant),
        ];

    public static RunEvent[] Fail(Run? run, int variant, string reason, DateTimeOffset now) =>
        run?.Find(variant) is { State: VariantState.Waiting } ? [new VariantFailed(run.Id, variant, reason, now)] : [];

    public void Dispose() => _cohortLock.Dispose();

    /// <summary>The run, if this variant waits; otherwise null.</summary>
    private static async Task<Run?> LoadIfWaiting(RunId id, int variant, EventStreams events, CancellationToken ct) =>
        await events.Read<Run, RunEvent>(id.Value, Run.Evolve, ct) is { } run
        && run.Find(variant) is { State: VariantState.Waiting }
            ? run
            : null;

    private async Task<Run> StartWithCohort(Run run, EventStreams events, CancellationToken ct)
    {
        await _cohortLock.WaitAsync(ct);
        try
        {
            var known = await events.Read<Run, RunEvent>(run.Id.Value, Run.Evolve, ct);
            if (known is { Started: not null })
                return known;
            var now = clock.GetUtcNow();
            var version = await pool.Version(ct);
            var pooled = await pool.SnapshotCohort(run.Program, run.Exclusions, now, ct);
            var cohort = run.Kind is MatchKind.Reciprocal ? pooled.Peers() : pooled;
            var first = run.Variants[Variant.First];
            var own = cohort.For(first.Terms);
            var started = new RunStarted(
                run.Id,
                own.HashWith(first.Policy, first.Terms),
                SolverVersionOf(run, first),
                WeightsOf(first.Policy),
                own.Mentees.Count,
                own.Mentors.Count,
                own.Mentors.Sum(m => m.Capacity),
                now,
                version
            );
            await events.Update(
                async writes =>
                {
                    known = await writes.Fetch<Run, RunEvent>(run.Id.Value, Run.Evolve);
                    var decided = Start(known, started);
                    writes.Append<Run, RunEvent>(run.Id.Value, decided);
                    if (decided is not [])
                        writes.Append<RecordedCohort, CohortEvent>(RecordedCohort.IdOf(run.Id), cohort.Chunks(run.Id));
                    known = decided.Aggregate(known, Run.Evolve);
                },
                ct
            );
            return known!;
        }
        finally
        {
            _cohortLock.Release();
        }
    }

    /// <returns>Whether the result is kept: not where the variant is cancelled or has one already.</returns>
    private async Task<bool> Solve(Run run, Variant variant, EventStreams events, RunProgress.Computation watch)
    {
        var recorded =
            await events.Read<RecordedCohort, CohortEvent>(
                RecordedCohort.IdOf(run.Id),
                RecordedCohort.Evolve,
                watch.Token
            ) ?? throw new InvalidOperationException("The run started without its cohort.");
        var cohort = recorded.For(variant.Terms);
        var solved = await Task.Run(() => Solve(run, variant, cohort, watch, watch.Token), watch.Token);
        var solution = await Task.Run(() => solved.Solution(run.Id, variant.Number, cohort), watch.Token);
        var result = solved.Result;
        var drafted = new VariantCompleted(
            run.Id,
            variant.Number,
            result.Proposals.Count,
            result.Unmatched.Count,
            solved.TotalScore,
            clock.GetUtcNow(),
            cohort.HashWith(variant.Policy, variant.Terms),
            SolverVersionOf(run, variant),
            result.Hash(),
            solved.Fairness,
            solved.BlockingPairs
        );
        var isKept = false;
        await events.Update(
            async writes =>
            {
                var decided = Complete(await writes.Fetch<Run, RunEvent>(run.Id.Value, Run.Evolve), drafted);
                writes.Append<Run, RunEvent>(run.Id.Value, decided);
                isKept = decided is not [];
                if (!isKept)
                    return;
                writes.Append<RunResult, ResultEvent>(
                    RunResult.IdOf(run.Id, variant.Number),
                    result.Chunks(run.Id, variant.Number)
                );
                if (solution is not [])
                    writes.Append<RecordedSolution, SolutionEvent>(
                        RecordedSolution.IdOf(run.Id, variant.Number),
                        solution
                    );
            },
            watch.Token
        );
        return isKept;
    }

    /// <summary>What the engine makes of a variant: the same each time, for the same version of the engine.</summary>
    /// <param name="run">The run.</param>
    /// <param name="variant">Its variant.</param>
    /// <param name="cohort">The cohort as the variant takes it.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="ct">Stops it.</param>
    internal static Solved Solve(
        Run run,
        Variant variant,
        RecordedCohort cohort,
        IProgress<MatchingProgress>? progress,
        CancellationToken ct
    )
    {
        var commonWeights = variant.Number == Variant.First ? null : WeightsOf(run.Variants[Variant.First].Policy);
        return (run.Kind, variant.Terms.Method) switch
        {
            (MatchKind.Reciprocal, _) => OfPeers(),
            (MatchKind.Group, _) => OfGroups(),
            (_, MatchingMethod.Optimal) => OfOptimal(),
            (_, MatchingMethod.StableForMentees) => OfStable(ProposingSide.Mentees),
            _ => OfStable(ProposingSide.Mentors),
        };

        Solved OfPeers()
        {
            var found = cohort.PeerProblem(variant.Policy, progress, ct).Solve(progress, ct);
            ct.ThrowIfCancellationRequested();
            return new(RunResult.Of(cohort, found, commonWeights), found.TotalScore);
        }

        Solved OfGroups()
        {
            var found = cohort.GroupProblem(variant.Policy, variant.GroupSizes, progress, ct).Solve(progress, ct);
            ct.ThrowIfCancellationRequested();
            return new(RunResult.Of(cohort, found, commonWeights), found.TotalScore);
        }

        Solved OfOptimal()
        {
            var problem = cohort.Problem(variant.Policy, progress, ct);
            var found = problem.Solve(progress, ct);
            ct.ThrowIfCancellationRequested();
            return new(RunResult.Of(cohort, found, commonWeights), found.TotalScore)
            {
                Optimal = found,
                Fairness = found.Fairness,
                BlockingPairs =
                    variant.Policy.Fairness == FairnessBounds.None
                        ? StableVerification.CountBlockingPairs(
                            problem.Graph,
                            problem.Graph.Score,
                            found.Assignment.Edges
                        )
                        : null,
            };
        }

        Solved OfStable(ProposingSide side)
        {
            var problem = cohort.StableProblem(variant.Policy, variant.Terms.MentorWeights, progress, ct);
            var found = problem.Solve(side, progress, ct);
            ct.ThrowIfCancellationRequested();
            return new(RunResult.Of(cohort, found, commonWeights), found.TotalScore)
            {
                Stable = found,
                Fairness = found.Fairness,
                BlockingPairs = StableVerification.CountBlockingPairs(
                    problem.Graph,
                    problem.MentorScores,
                    found.Matching.Edges
                ),
            };
        }
    }

    internal static string SolverVersionOf(Run run, Variant variant) =>
        run.Kind switch
        {
            MatchKind.Reciprocal => $"peers-{PeerSolver.Version}",
            MatchKind.Group => $"groups-{GroupSolver.Version}",
            _ when variant.Terms.IsStable => $"stable-{StableSolver.Version}",
            _ => AssignmentSolver.Version,
        };

    /// <summary>In thousandths that add up to 1000. They follow from the policy alone.</summary>
    internal static IReadOnlyDictionary<string, int> WeightsOf(Policy policy) =>
        MatchingProblem.From(new([], []), policy with { Locked = [] }).EffectiveWeights;

    /// <summary>What the engine found.</summary>
    /// <param name="TotalScore">The sum of the scores of its pairs.</param>
    internal sealed record Solved(RunResult Result, long TotalScore)
    {
        public MatchingResult? Optimal { get; init; }
        public StableResult? Stable { get; init; }
        public FairnessReport? Fairness { get; init; }
        public int? BlockingPairs { get; init; }

        /// <summary>What explains a pair without the others; nothing for peers and groups.</summary>
        public SolutionEvent[] Solution(RunId run, int variant, RecordedCohort cohort) =>
            Optimal is not null ? RecordedSolution.Of(cohort, Optimal, run, variant)
            : Stable is not null ? RecordedSolution.Of(cohort, Stable, run, variant)
            : [];
    }

    private async Task Fail(RunId id, int variant, string reason, EventStreams events, CancellationToken ct) =>
        await events.Update<Run, RunEvent>(
            id.Value,
            Run.Evolve,
            run => Fail(run, variant, reason, clock.GetUtcNow()),
            ct
        );
}
