using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// Checks a computed variant against its record: whether it is optimal, whether it can be reproduced byte for byte, and
/// why a pair was not proposed. Coordinators, sponsors, committee members and overseers of any site of the program may
/// use the first two, whose answers name no person. The third is for coordinators of all sites of the program. Without
/// a variant in route or query it is the reviewed one, or the first.
/// </summary>
public static class AuditRun
{
    /// <param name="SameInputs">The recorded cohort, policy and terms still have the recorded hash.</param>
    /// <param name="SamePairs">Solving them again gave the very same assignment.</param>
    /// <param name="SameBytes">The whole result, with all its reasons, is the same to the last byte.</param>
    /// <param name="StoredHash">SHA-256 of the result as it was computed first.</param>
    /// <param name="ReproducedHash">SHA-256 of the result as it was computed now.</param>
    /// <param name="SolverVersion">Of the solver that reproduced it.</param>
    /// <param name="StoredSolverVersion">Of the solver that computed it first; another version may answer
    /// otherwise.</param>
    public sealed record Reproduction(
        bool SameInputs,
        bool SamePairs,
        bool? SameBytes,
        string? StoredHash,
        string ReproducedHash,
        string SolverVersion,
        string? StoredSolverVersion
    );

    /// <param name="WhyNot">Why the two were not proposed; null when they were.</param>
    /// <param name="WhatWouldHelp">The smallest change of profile that would make the pair possible; null when they
    /// were proposed.</param>
    public sealed record Explanation(
        int Score,
        bool Permitted,
        IReadOnlyList<Contribution> Contributions,
        IReadOnlyList<RuleCheck> Rules,
        string? WhyNot,
        Help? WhatWouldHelp
    );

    /// <param name="Possible">Whether the changes are enough.</param>
    public sealed record Help(bool Possible, string Sentence, IReadOnlyList<ProfileChange> Changes)
    {
        public static Help? Of(CounterfactualChange? remedy) =>
            remedy is null ? null : new(remedy.Suffices, remedy.Sentence, remedy.Changes);
    }

    public static async Task<Ok<Explanation>> Explain(
        Guid id,
        Guid mentee,
        Guid mentor,
        int? variant,
        ClaimsPrincipal user,
        EventStreams events,
        RecordedPairs pairs,
        CancellationToken ct
    )
    {
        var run = await events.RequireManageRun(id, user, ct);
        if (await pairs.Find(run, variant, new(mentee, mentor), ct) is not { Solved: var pair })
            throw new DomainException(
                DomainError.NotFound,
                "One of the two does not take part in this run in that role."
            );
        var why = pair.Explain();
        return TypedResults.Ok(
            new Explanation(
                why.Score,
                why.Permitted,
                why.Contributions,
                why.Rules,
                pair.WhyNot(),
                Help.Of(pair.WhatWouldHelp())
            )
        );
    }

    /// <summary>Checks the certificate against the graph alone, without the solver.</summary>
    public static async Task<Ok<VerificationResult>> Verify(
        Guid id,
        int? variant,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    )
    {
        var record = await VariantRecord.Read(events, await events.RequireAuditRun(id, user, ct), variant, ct);
        return TypedResults.Ok(new MatchingResult(await record.Problem(ct), record.Assignment).Verify());
    }

    /// <summary>Solves the recorded inputs again and compares.</summary>
    public static async Task<Ok<Reproduction>> Reproduce(
        Guid id,
        int? variant,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    )
    {
        var record = await VariantRecord.Read(events, await events.RequireAuditRun(id, user, ct), variant, ct);
        var (_, again) = await Task.Run(
            () => ComputeVariant.Solve(record.Run, record.Variant, record.Cohort, null, ct),
            ct
        );
        var (stored, hash) = (record.Variant.Completed?.ResultHash, again.Hash());
        return TypedResults.Ok(
            new Reproduction(
                record.Cohort.HashWith(record.Variant.Policy) == record.InputsHash,
                again.Assignment!.Edges.SequenceEqual(record.Assignment.Edges),
                stored is null ? null : hash == stored,
                stored,
                hash,
                AssignmentSolver.Version,
                record.SolverVersion
            )
        );
    }
}
