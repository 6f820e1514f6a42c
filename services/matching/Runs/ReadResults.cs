using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// Coordinators read the proposals and the unmatched mentees of a variant, of their mentees: page by page, or
/// all as a stream of JSON lines. Without a variant in route or query it is the reviewed one, or the first.
/// </summary>
public static class ReadResults
{
    internal const string DepartmentOfProposed =
        "(select data ->> 'department' from mt_doc_personreplica where id = r.mentee)";
    private const string DepartmentOfUnmatched =
        "(select data ->> 'department' from mt_doc_personreplica where id = r.id)";

    /// <param name="Match">Of all pairs of a group the same.</param>
    /// <param name="Mentee">Of two peers, the one with the smaller id.</param>
    /// <param name="Mentor">Of two peers, the other.</param>
    /// <param name="State"><c>open</c>, <c>removed</c>, <c>published</c>, or why it was skipped when the run was
    /// published.</param>
    /// <param name="OtherContributions">Of two peers, what speaks for the first as mentor of the second; null for a
    /// mentor and a mentee.</param>
    /// <param name="OtherRules">The same for the rules.</param>
    /// <param name="Group">The number of the mentoring group within the variant; null for none.</param>
    /// <param name="Partners">What speaks for the other mentees of the group; null without a group.</param>
    /// <param name="MentorScore">Of a stable variant with weights of mentors, what the mentee is worth to the mentor;
    /// else null.</param>
    /// <param name="MentorContributions">What adds up to it.</param>
    public sealed record ProposalView(
        Guid Id,
        Guid Match,
        Guid Mentee,
        Guid Mentor,
        string SiteCode,
        int Score,
        bool Locked,
        string State,
        IReadOnlyList<Contribution> Contributions,
        IReadOnlyList<RuleCheck> Rules,
        IReadOnlyList<Contribution>? OtherContributions,
        IReadOnlyList<RuleCheck>? OtherRules,
        int? Group,
        IReadOnlyList<Contribution>? Partners,
        int? MentorScore,
        IReadOnlyList<Contribution>? MentorContributions
    );

    /// <param name="Reason">A stable word.</param>
    /// <param name="NextStep">What would help; null where nothing would.</param>
    public sealed record UnmatchedView(Guid Mentee, string SiteCode, string Reason, string Sentence, string? NextStep);

    private sealed record UnmatchedRow(
        Guid Id,
        string Site,
        string Reason,
        PersonalText Sentence,
        PersonalText? NextStep
    );

    private sealed record ProposalRow(
        Guid Id,
        Guid Match,
        int? GroupNumber,
        Guid Mentee,
        Guid Mentor,
        string Site,
        int Score,
        bool Locked,
        string State,
        string Factors,
        string Rules,
        PersonalValue<PairReasons.OfMentor> Sentences,
        string? OtherFactors,
        string? OtherRules,
        PersonalValue<PairReasons.OfMentor>? OtherSentences,
        string? PartnerFactors,
        PersonalValue<PairReasons.OfMentor>? PartnerSentences,
        int? MentorScore,
        string? MentorFactors
    )
    {
        public PairReasons Reasons => ReasonsOf(Factors, Rules, Sentences);

        public PairReasons? OtherReasons =>
            OtherFactors is null ? null : ReasonsOf(OtherFactors, OtherRules!, OtherSentences!.Value);

        public PairReasons? Partners =>
            PartnerFactors is null ? null : ReasonsOf(PartnerFactors, "[]", PartnerSentences!.Value);

        /// <summary>Each with the sentence of the pair, which no weight changes.</summary>
        public IReadOnlyList<Contribution>? MentorContributions =>
            MentorFactors is null ? null : ReasonsOf(MentorFactors, Rules, Sentences).ToContributions();

        private static PairReasons ReasonsOf(
            string factors,
            string rules,
            PersonalValue<PairReasons.OfMentor> sentences
        ) =>
            new(
                JsonSerializer.Deserialize<PairReasons.Factor[]>(factors, JsonLines.Json)!,
                JsonSerializer.Deserialize<PairReasons.Check[]>(rules, JsonLines.Json)!,
                sentences
            );
    }

    public static async Task<Ok<PageResponse<ProposalView>>> Proposals(
        Guid id,
        int? variant,
        Paging paging,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels tables,
        CancellationToken ct
    )
    {
        var (shown, scope) = await RequireViewVariant(id, variant, user, events, ct);
        return paging.ToResponse(await ProposalsOf(id, shown, scope, tables, paging, ct));
    }

    public static async Task<Ok<PageResponse<UnmatchedView>>> Unmatched(
        Guid id,
        int? variant,
        Paging paging,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels tables,
        CancellationToken ct
    )
    {
        var (shown, scope) = await RequireViewVariant(id, variant, user, events, ct);
        return paging.ToResponse(await UnmatchedOf(id, shown, scope, tables, paging, ct));
    }

    public static async Task<PushStreamHttpResult> AllProposals(
        Guid id,
        int variant,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels tables,
        CancellationToken ct
    )
    {
        var (shown, scope) = await RequireViewVariant(id, variant, user, events, ct);
        return JsonLines.Stream(page => ProposalsOf(id, shown, scope, tables, page, ct), ct);
    }

    public static async Task<PushStreamHttpResult> AllUnmatched(
        Guid id,
        int variant,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels tables,
        CancellationToken ct
    )
    {
        var (shown, scope) = await RequireViewVariant(id, variant, user, events, ct);
        return JsonLines.Stream(page => UnmatchedOf(id, shown, scope, tables, page, ct), ct);
    }

    private static Page<TView> PageOf<TRow, TView>(Page<TRow> page, Func<TRow, TView> view) =>
        new([.. page.Items.Select(view)], page.Next);

    /// <returns>The number of the variant, and whose results are shown.</returns>
    private static async Task<(int Variant, AccessScope Scope)> RequireViewVariant(
        Guid id,
        int? variant,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    )
    {
        var run = await events.RequireViewResults(id, user, ct);
        return (
            variant is { } number ? run.GetVariantOrThrow(number).Number : run.ChosenVariant,
            user.ScopeOf(Roles.Coordinator)
        );
    }

    private static async Task<Page<ProposalView>> ProposalsOf(
        Guid id,
        int variant,
        AccessScope scope,
        ReadModels tables,
        PageRequest page,
        CancellationToken ct
    ) =>
        PageOf(
            await tables.Page<ProposalRow>(
                $"""
                select r.id, r.match, r.group_number, r.mentee, r.mentor, r.site, r.score, r.locked, r.state,
                    r.factors::text, r.rules::text, r.sentences, r.other_factors::text, r.other_rules::text,
                    r.other_sentences, r.partner_factors::text, r.partner_sentences, r.mentor_score,
                    r.mentor_factors::text
                from run_proposals r join runs on runs.id = r.run
                where r.run = {id} and r.variant = {variant} and {scope.ToSql(
                    "r.site",
                    "runs.program",
                    DepartmentOfProposed
                )}
                """,
                page,
                row => row.Id,
                ct
            ),
            View
        );

    private static async Task<Page<UnmatchedView>> UnmatchedOf(
        Guid id,
        int variant,
        AccessScope scope,
        ReadModels tables,
        PageRequest page,
        CancellationToken ct
    ) =>
        PageOf(
            await tables.Page<UnmatchedRow>(
                $"""
                select r.id, r.site, r.reason, r.sentence, r.next_step
                from run_unmatched r join runs on runs.id = r.run
                where r.run = {id} and r.variant = {variant} and {scope.ToSql(
                    "r.site",
                    "runs.program",
                    DepartmentOfUnmatched
                )}
                """,
                page,
                row => row.Id,
                ct
            ),
            View
        );

    private static UnmatchedView View(UnmatchedRow row) =>
        new(row.Id, row.Site, row.Reason, row.Sentence.Text ?? "", row.NextStep?.Text);

    private static ProposalView View(ProposalRow row) =>
        new(
            row.Id,
            row.Match,
            row.Mentee,
            row.Mentor,
            row.Site,
            row.Score,
            row.Locked,
            row.State,
            row.Reasons.ToContributions(),
            row.Reasons.ToRules(),
            row.OtherReasons?.ToContributions(),
            row.OtherReasons?.ToRules(),
            row.GroupNumber,
            row.Partners?.ToContributions(),
            row.MentorScore,
            row.MentorContributions
        );
}
