using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Matches;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// Checks a computed variant against its record: whether it is optimal or stable, whether it can be reproduced byte for
/// byte, and why a pair was not proposed. Coordinators, sponsors, committee members and overseers of any site of the
/// program may use the first two, whose answers name no person. The third is for coordinators of all sites of the
/// program. Without a variant in route or query it is the reviewed one, or the first.
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
    /// <param name="OtherContributions">Of two peers, the first as the mentor of the second; null for a mentor and a
    /// mentee.</param>
    /// <param name="OtherRules">The same for the rules.</param>
    /// <param name="MentorScore">Of a stable variant with weights of mentors, what the mentee is worth to the mentor;
    /// else null.</param>
    /// <param name="MentorContributions">What adds up to it.</param>
    public sealed record Explanation(
        int Score,
        bool Permitted,
        IReadOnlyList<Contribution> Contributions,
        IReadOnlyList<RuleCheck> Rules,
        string? WhyNot,
        Help? WhatWouldHelp,
        IReadOnlyList<Contribution>? OtherContributions = null,
        IReadOnlyList<RuleCheck>? OtherRules = null,
        int? MentorScore = null,
        IReadOnlyList<Contribution>? MentorContributions = null
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
        if (run.Kind is MatchKind.Reciprocal)
            return TypedResults.Ok(await ExplainPeers(run, variant, new(mentee, mentor), events, ct));
        if (run.Kind is MatchKind.Group)
            return TypedResults.Ok(await ExplainInGroups(run, variant, new(mentee, mentor), events, ct));
        if (await pairs.Find(run, variant, new(mentee, mentor), ct) is not { Solved: var pair })
            throw NotInRun();
        var (why, ofMentor) = (pair.Explain(), pair.ExplainForMentor());
        return TypedResults.Ok(
            new Explanation(
                why.Score,
                why.Permitted,
                why.Contributions,
                why.Rules,
                pair.WhyNot(),
                Help.Of(pair.WhatWouldHelp()),
                MentorScore: ofMentor?.Score,
                MentorContributions: ofMentor?.Contributions
            )
        );
    }

    /// <summary>It computes the graph of the peers again.</summary>
    private static async Task<Explanation> ExplainPeers(
        Run run,
        int? variant,
        Pair pair,
        EventStreams events,
        CancellationToken ct
    )
    {
        var record = await VariantRecord.Read(events, run, variant, ct);
        if (
            await record.Paired(ct) is not { } paired
            || pair.Mentee == pair.Mentor
            || !new[] { pair.Mentee, pair.Mentor }.All(record.Cohort.Mentees.Select(m => m.Profile.Id).Contains)
        )
            throw NotInRun();
        var (one, other) = (paired.Problem.Explain(pair), paired.Problem.Explain(new(pair.Mentor, pair.Mentee)));
        return new(
            PeerProblem.ScoreOf(one.Score, other.Score),
            one.Permitted && other.Permitted,
            one.Contributions,
            one.Rules,
            new PeerResult(paired.Problem, paired.Matching).WhyNot(pair),
            null,
            other.Contributions,
            other.Rules
        );
    }

    /// <summary>It computes the graph of mentees and mentors again.</summary>
    private static async Task<Explanation> ExplainInGroups(
        Run run,
        int? variant,
        Pair pair,
        EventStreams events,
        CancellationToken ct
    )
    {
        var record = await VariantRecord.Read(events, run, variant, ct);
        if (
            await record.Grouped(ct) is not { } grouped
            || !record.Cohort.Mentees.Any(m => m.Profile.Id == pair.Mentee)
            || !record.Cohort.Mentors.Any(m => m.Id == pair.Mentor)
        )
            throw NotInRun();
        var why = grouped.Problem.Explain(pair);
        return new(
            why.Score,
            why.Permitted,
            why.Contributions,
            why.Rules,
            new GroupResult(grouped.Problem, grouped.Grouping).WhyNot(pair),
            null
        );
    }

    private static DomainException NotInRun() =>
        new(DomainError.NotFound, "One of the two does not take part in this run in that role.");

    /// <summary>Checks the certificate, or that no pair blocks, against the graph alone, without the solver.</summary>
    public static async Task<Ok<VerificationResult>> Verify(
        Guid id,
        int? variant,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    )
    {
        var record = await VariantRecord.Read(events, await events.RequireAuditRun(id, user, ct), variant, ct);
        return TypedResults.Ok(await Verify(record, ct));
    }

    private static async Task<VerificationResult> Verify(VariantRecord record, CancellationToken ct)
    {
        if (await record.Assigned(ct) is { } assigned)
            return new MatchingResult(assigned.Problem, assigned.Assignment).Verify();
        if (await record.Stable(ct) is { } stable)
            return new StableResult(stable.Problem, stable.Matching).Verify();
        if (await record.Paired(ct) is { } paired)
            return PeerCertificate.Verify(paired.Problem.Graph, paired.Matching);
        return await record.Grouped(ct) is { } grouped
            ? new GroupResult(grouped.Problem, grouped.Grouping).Verify()
            : throw new UnreachableException("A result is of mentees and mentors, of peers, or of groups.");
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
        var (again, _) = await Task.Run(
            () => ComputeVariant.Solve(record.Run, record.Variant, record.Cohort, null, ct),
            ct
        );
        var (stored, hash) = (record.Variant.Completed?.ResultHash, again.Hash());
        return TypedResults.Ok(
            new Reproduction(
                record.Cohort.HashWith(record.Variant.Policy, record.Variant.Terms) == record.InputsHash,
                PositionsIn(again).SequenceEqual(PositionsIn(record.Result)),
                stored is null ? null : hash == stored,
                stored,
                hash,
                ComputeVariant.SolverVersionOf(record.Run, record.Variant),
                record.SolverVersion
            )
        );
    }

    /// <summary>Whom each person gets.</summary>
    private static int[] PositionsIn(RunResult result) =>
        result.Assignment?.Edges ?? result.Stable?.Edges ?? result.Peers?.Partners ?? result.Groups!.GroupOf;
}
