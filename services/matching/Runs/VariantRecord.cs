using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Runs;

/// <summary>What is stored of a computed variant: enough to compute it again, and to check what was found.</summary>
/// <param name="Cohort">As the variant took it: with its places, and in its groups.</param>
internal sealed record VariantRecord(Run Run, Variant Variant, RecordedCohort Cohort, RunResult Result)
{
    public string? InputsHash => Variant.Completed?.InputsHash ?? Run.Started?.InputsHash;

    public string? SolverVersion => Variant.Completed?.SolverVersion ?? Run.Started?.SolverVersion;

    /// <summary>Of mentees and mentors, with its optimal solution; null for the others.</summary>
    public async Task<(MatchingProblem Problem, Assignment Assignment)?> Assigned(CancellationToken ct) =>
        Result.Assignment is { } assignment
            ? (await Task.Run(() => Cohort.Problem(Variant.Policy, ct: ct), ct), assignment)
            : null;

    /// <summary>Of peers, with its solution; null for mentees and mentors.</summary>
    public async Task<(PeerProblem Problem, PeerMatching Matching)?> Paired(CancellationToken ct) =>
        Result.Peers is { } peers
            ? (await Task.Run(() => Cohort.PeerProblem(Variant.Policy, ct: ct), ct), peers)
            : null;

    /// <summary>With its groups; null for what is not a run of groups.</summary>
    public async Task<(GroupProblem Problem, Grouping Grouping)?> Grouped(CancellationToken ct) =>
        Result.Groups is { } groups
            ? (await Task.Run(() => Cohort.GroupProblem(Variant.Policy, Variant.GroupSizes, ct: ct), ct), groups)
            : null;

    /// <summary>With its stable matching; null for what has no stable method.</summary>
    public async Task<(StableProblem Problem, StableMatching Matching)?> Stable(CancellationToken ct) =>
        Result.Stable is { } stable
            ? (
                await Task.Run(() => Cohort.StableProblem(Variant.Policy, Variant.Terms.MentorWeights, ct: ct), ct),
                stable
            )
            : null;

    /// <param name="events">The streams.</param>
    /// <param name="run">The run.</param>
    /// <param name="asked">The variant; null for the one that was reviewed, or the first.</param>
    /// <param name="ct">Stops the reading.</param>
    /// <exception cref="DomainException">There is no such variant, or it has no result.</exception>
    public static async Task<VariantRecord> Read(EventStreams events, Run run, int? asked, CancellationToken ct)
    {
        var variant = asked is { } number ? run.GetVariantOrThrow(number) : run.Variant;
        var cohort = await events.Read<RecordedCohort, CohortEvent>(
            RecordedCohort.IdOf(run.Id),
            RecordedCohort.Evolve,
            ct
        );
        var result = await events.Read<RunResult, ResultEvent>(
            RunResult.IdOf(run.Id, variant.Number),
            RunResult.Evolve,
            ct
        );
        return
            cohort is not null
            && result
                is ({ Assignment: not null } or { Peers: not null } or { Groups: not null } or { Stable: not null })
            ? new(run, variant, cohort.For(variant.Terms), result)
            : throw new DomainException(DomainError.Conflict, "The run has no result.") { Code = "run-not-completed" };
    }
}
