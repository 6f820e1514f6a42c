using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventStore;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Runs;

/// <summary>Questions to a computed run that are answered from its record: is it optimal, does it repeat, why not this pair.</summary>
public static class CheckRun
{
    /// <param name="SameInputs">The recorded cohort and policy still have the hash that the run noted.</param>
    /// <param name="SamePairs">Solving them again gave the very same assignment.</param>
    public sealed record Repetition(bool SameInputs, bool SamePairs, string SolverVersion);

    /// <param name="WhyNot">Why the two were not proposed; null when they were.</param>
    public sealed record Explanation(
        int Score, bool Permitted, IReadOnlyList<Contribution> Contributions, IReadOnlyList<RuleCheck> Rules, string? WhyNot);

    private sealed record Record(Run Run, RecordedCohort Cohort, MatchingProblem Problem, Assignment Assignment);

    /// <summary>Checks the certificate against the graph alone, without the solver.</summary>
    public static async Task<Ok<Verdict>> VerifyCertificate(Guid id, ClaimsPrincipal user, EventStreams events, CancellationToken ct)
    {
        var record = await RecordOf(id, user, events, ct);
        return TypedResults.Ok(Certificate.Verify(record.Problem.Graph, record.Assignment));
    }

    /// <summary>Solves the recorded inputs again and compares.</summary>
    public static async Task<Ok<Repetition>> Repeat(Guid id, ClaimsPrincipal user, EventStreams events, CancellationToken ct)
    {
        var record = await RecordOf(id, user, events, ct);
        var again = await Task.Run(() => record.Problem.Solve(ct: ct), ct);
        return TypedResults.Ok(new Repetition(
            record.Cohort.HashWith(record.Run.Policy) == record.Run.Started?.InputsHash,
            again.Assignment.Edges.SequenceEqual(record.Assignment.Edges), AssignmentSolver.Version));
    }

    public static async Task<Ok<Explanation>> Explain(
        Guid id, Guid mentee, Guid mentor, ClaimsPrincipal user, EventStreams events, CancellationToken ct)
    {
        var record = await RecordOf(id, user, events, ct);
        var pair = new Pair(mentee, mentor);
        if (!record.Cohort.Holds(pair)) throw new RefusedException(Refusal.Missing, "One of the two does not take part in this run in that role.");
        var why = record.Problem.Explain(pair);
        var whyNot = new MatchingResult(record.Problem, record.Assignment).WhyNot(pair);
        return TypedResults.Ok(new Explanation(why.Score, why.Permitted, why.Contributions, why.Rules, whyNot));
    }

    private static async Task<Record> RecordOf(Guid id, ClaimsPrincipal user, EventStreams events, CancellationToken ct)
    {
        var run = await events.NeedCareOfRun(id, user, ct);
        var cohort = await events.Read<RecordedCohort, CohortEvent>(RecordedCohort.IdOf(run.Id), RecordedCohort.Evolve, ct);
        var result = await events.Read<RunResult, ResultEvent>(RunResult.IdOf(run.Id), RunResult.Evolve, ct);
        return cohort is not null && result?.Assignment is { } assignment
            ? new(run, cohort, await Task.Run(() => cohort.Problem(run.Policy), ct), assignment)
            : throw new RefusedException(Refusal.Conflict, "The run has no result.") { Code = "run-not-drafted" };
    }
}
