using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// Questions to a computed variant that are answered from its record: is it optimal, does it repeat to the same bytes,
/// why not this pair. Coordinators, sponsors and overseers of any site of the program may ask the first two, whose
/// answers name nobody; the third is for coordinators of all its sites.
/// </summary>
public static class CheckRun
{
    /// <param name="SameInputs">The recorded cohort, policy and terms still have the hash that was noted.</param>
    /// <param name="SamePairs">Solving them again gave the very same assignment.</param>
    /// <param name="SameBytes">The whole result, with all its reasons, is the same to the last byte; null for one of
    /// before results were hashed.</param>
    /// <param name="StoredHash">SHA-256 of the result as it was computed first.</param>
    /// <param name="RepeatedHash">SHA-256 of the result as it was computed now.</param>
    /// <param name="SolverVersion">Of the solver that repeated it.</param>
    /// <param name="StoredSolverVersion">Of the solver that computed it first; another version may answer
    /// otherwise.</param>
    public sealed record Repetition(
        bool SameInputs,
        bool SamePairs,
        bool? SameBytes,
        string? StoredHash,
        string RepeatedHash,
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
        public static Help? Of(Remedy? remedy) =>
            remedy is null ? null : new(remedy.Suffices, remedy.Sentence, remedy.Changes);
    }

    public static Task<Ok<Verdict>> VerifyCertificate(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    ) => Verify(id, null, user, events, ct);

    public static Task<Ok<Verdict>> VerifyVariant(
        Guid id,
        int variant,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    ) => Verify(id, variant, user, events, ct);

    public static Task<Ok<Repetition>> Repeat(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    ) => Repeat(id, null, user, events, ct);

    public static Task<Ok<Repetition>> RepeatVariant(
        Guid id,
        int variant,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    ) => Repeat(id, variant, user, events, ct);

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
        var run = await events.NeedCareOfRun(id, user, ct);
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
    private static async Task<Ok<Verdict>> Verify(
        Guid id,
        int? variant,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    )
    {
        var record = await VariantRecord.Read(events, await events.NeedSightOfRun(id, user, ct), variant, ct);
        return TypedResults.Ok(new MatchingResult(await record.Problem(ct), record.Assignment).Verify());
    }

    /// <summary>Solves the recorded inputs again and compares.</summary>
    private static async Task<Ok<Repetition>> Repeat(
        Guid id,
        int? variant,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    )
    {
        var record = await VariantRecord.Read(events, await events.NeedSightOfRun(id, user, ct), variant, ct);
        var (_, again) = await Task.Run(
            () => ComputeVariant.Solve(record.Run, record.Variant, record.Cohort, null, ct),
            ct
        );
        var (stored, hash) = (record.Variant.Drafted?.ResultHash, again.Hash());
        return TypedResults.Ok(
            new Repetition(
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
