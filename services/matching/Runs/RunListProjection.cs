using System.Buffers.Binary;
using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Matches;

namespace PeerNetwork.Matching.Runs;

/// <summary>The runs, their variants, the proposals of each and the mentees whom it left unmatched.</summary>
public sealed class RunListProjection : TableProjection
{
    public RunListProjection()
        : base("run_list", version: 3)
    {
        var runs = AddTable("runs");
        runs.AddColumn("id", "uuid").AsPrimaryKey();
        runs.AddColumn("program", "uuid").NotNull();
        runs.AddColumn("kind", "text").NotNull();
        runs.AddColumn("state", "text").NotNull();
        runs.AddColumn("requested_at", "timestamptz").NotNull();
        runs.AddColumn("started", "boolean").NotNull().DefaultValueByExpression("false");
        runs.AddColumn("scheduled", "boolean").NotNull();
        runs.AddColumn("chosen", "integer").NotNull().DefaultValueByExpression("1");
        AddIndex(runs, "runs_of_program", ["program", "id"]);

        var runVariants = AddTable("run_variants");
        runVariants.AddColumn("run", "uuid").AsPrimaryKey();
        runVariants.AddColumn("variant", "integer").AsPrimaryKey();
        runVariants.AddColumn("state", "text").NotNull();
        runVariants.AddColumn("matched", "integer");
        runVariants.AddColumn("unmatched", "integer");
        runVariants.AddColumn("bounds_met", "boolean");

        var runProposals = AddTable("run_proposals");
        runProposals.AddColumn("run", "uuid").AsPrimaryKey();
        runProposals.AddColumn("variant", "integer").AsPrimaryKey();
        // One for each pair, also of a group, which is one match. Those of a group follow one another.
        runProposals.AddColumn("id", "uuid").AsPrimaryKey();
        runProposals.AddColumn("match", "uuid").NotNull();
        runProposals.AddColumn("group_number", "integer");
        runProposals.AddColumn("mentee", "uuid").NotNull();
        runProposals.AddColumn("mentor", "uuid").NotNull();
        runProposals.AddColumn("site", "text").NotNull();
        runProposals.AddColumn("score", "integer").NotNull();
        runProposals.AddColumn("locked", "boolean").NotNull();
        runProposals.AddColumn("factors", "jsonb").NotNull();
        runProposals.AddColumn("rules", "jsonb").NotNull();
        runProposals.AddColumn("sentences", "jsonb").NotNull();
        runProposals.AddColumn("other_factors", "jsonb");
        runProposals.AddColumn("other_rules", "jsonb");
        runProposals.AddColumn("other_sentences", "jsonb");
        runProposals.AddColumn("partner_factors", "jsonb");
        runProposals.AddColumn("partner_sentences", "jsonb");
        // By the weights of mentors, where they have their own.
        runProposals.AddColumn("mentor_score", "integer");
        runProposals.AddColumn("mentor_factors", "jsonb");
        runProposals.AddColumn("state", "text").NotNull().DefaultValueByExpression("'open'");
        AddIndex(runProposals, "proposal_to_a_mentee", ["run", "variant", "mentee"]);

        var runUnmatched = AddTable("run_unmatched");
        runUnmatched.AddColumn("run", "uuid").AsPrimaryKey();
        runUnmatched.AddColumn("variant", "integer").AsPrimaryKey();
        runUnmatched.AddColumn("id", "uuid").AsPrimaryKey();
        runUnmatched.AddColumn("site", "text").NotNull();
        runUnmatched.AddColumn("reason", "text").NotNull();
        runUnmatched.AddColumn("sentence", "jsonb").NotNull();
        runUnmatched.AddColumn("next_step", "jsonb");
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case RunRequested r:
                operations.QueueSql(
                    $"""
                    insert into runs (id, program, kind, state, requested_at, scheduled)
                    values ({r.Run.Value}, {r.Program.Value}, {EnumText.Of(r.Kind)}, 'requested', {r.At},
                        {r.By is null})
                    """
                );
                SetState(r.Run, Variant.First, "waiting", operations);
                break;
            case RunStarted r:
                operations.QueueSql($"update runs set started = true where id = {r.Run.Value}");
                UpdateRunState(r.Run, operations);
                break;
            case ProposalsMade p:
                Upsert(p.Run, p.Variant, p.Proposals, operations);
                break;
            case MenteesUnmatched u:
                Upsert(u, operations);
                break;
            case ProposalRemoved r:
                SetProposalState(r.Run, r.Variant ?? Variant.First, "removed", [r.Mentee], operations);
                break;
            case ProposalAdded a:
                Upsert(a.Run, a.Variant, [a.Pair], operations);
                break;
            case RunReviewed r:
                operations.QueueSql(
                    $"""
                    update runs set state = 'reviewed', chosen = {r.Variant ?? Variant.First}
                    where id = {r.Run.Value}
                    """
                );
                break;
            case PublicationRequested p:
                operations.QueueSql($"update runs set state = 'publishing' where id = {p.Run.Value}");
                break;
            case ProposalsPublished p:
                SetProposalState(p.Run, null, "published", p.Published, operations);
                foreach (var reason in p.Skipped.GroupBy(s => s.Reason, s => s.Mentee))
                    SetProposalState(p.Run, null, EnumText.Of(reason.Key), reason, operations);
                break;
            case RunPublished p:
                operations.QueueSql($"update runs set state = 'published' where id = {p.Run.Value}");
                break;
            case VariantCompleted v:
                SetState(v.Run, v.Variant, "done", operations);
                SetFigures(v, operations);
                break;
            case RunEvent { } r when StateAfter(r) is { } after:
                SetState(new(e.StreamId), after.Variant, after.State, operations);
                break;
        }
    }

    private static (int Variant, string State)? StateAfter(RunEvent e) =>
        e switch
        {
            VariantRequested v => (v.Variant, "waiting"),
            VariantResumed v => (v.Variant, "waiting"),
            VariantFailed v => (v.Variant, "failed"),
            VariantCancelled v => (v.Variant, "cancelled"),
            _ => null,
        };

    private static void SetState(RunId run, int variant, string state, IDocumentOperations operations)
    {
        operations.QueueSql(
            $"""
            insert into run_variants (run, variant, state) values ({run.Value}, {variant}, {state})
            on conflict (run, variant) do update set state = excluded.state
            """
        );
        UpdateRunState(run, operations);
    }

    private static void SetFigures(VariantCompleted completed, IDocumentOperations operations) =>
        operations.QueueSql(
            $"""
            update run_variants set matched = {completed.Matched}, unmatched = {completed.Unmatched},
                bounds_met = {BoundsMet(completed.Fairness)}::boolean
            where run = {completed.Run.Value} and variant = {completed.Variant}
            """
        );

    /// <summary>Null where no bound was asked for.</summary>
    private static bool? BoundsMet(FairnessReport? fairness) =>
        fairness is { Load.MaxAllowed: not null }
        || fairness?.Groups.Any(group => group.MinRate is not null || group.MinMean is not null) is true
            ? fairness.Met
            : null;

    /// <summary>As <see cref="Run.State"/> has it.</summary>
    private static void UpdateRunState(RunId run, IDocumentOperations operations) =>
        operations.QueueSql(
            $"""
            update runs r set state = (
                select case when bool_or(v.state = 'waiting') then case when r.started then 'computing' else 'requested'
                    end
                    when bool_or(v.state = 'done') then 'draft' when bool_or(v.state = 'failed') then 'failed'
                    else 'cancelled' end
                from run_variants v where v.run = r.id)
            where id = {run.Value}
            """
        );

    private static void Upsert(
        RunId run,
        int? variant,
        IReadOnlyList<ProposedPair> pairs,
        IDocumentOperations operations
    )
    {
        var number = variant ?? Variant.First;
        foreach (var p in pairs)
            operations.QueueSql(
                $"""
                insert into run_proposals (run, variant, id, match, group_number, mentee, mentor, site, score, locked,
                    factors, rules, sentences, other_factors, other_rules, other_sentences, partner_factors,
                    partner_sentences, mentor_score, mentor_factors)
                values ({run.Value}, {number}, {ProposalId(run, p)}, {MatchId.OfPair(run, p).Value},
                    {p.Group?.Number}, {p.Mentee.Value}, {p.Mentor.Value}, {p.SiteCode}, {p.Score}, {p.Locked},
                    {SqlStatements.ToJsonb(p.Reasons.Factors)}::jsonb,
                    {SqlStatements.ToJsonb(p.Reasons.Rules)}::jsonb, {p.Reasons.Sentences},
                    {SqlStatements.ToJsonb(p.OtherReasons?.Factors)}::jsonb, {SqlStatements.ToJsonb(
                    p.OtherReasons?.Rules
                )}::jsonb,
                    {p.OtherReasons?.Sentences}::jsonb, {SqlStatements.ToJsonb(
                    p.Group?.Partners.Factors
                )}::jsonb, {p.Group?.Partners.Sentences}::jsonb, {p.ForMentor?.Score}, {SqlStatements.ToJsonb(
                    p.ForMentor?.Factors
                )}::jsonb)
                on conflict (run, variant, id) do update set mentor = excluded.mentor, site = excluded.site,
                    score = excluded.score, locked = excluded.locked, factors = excluded.factors,
                    rules = excluded.rules, sentences = excluded.sentences,
                    other_factors = excluded.other_factors, other_rules = excluded.other_rules,
                    other_sentences = excluded.other_sentences, mentor_score = excluded.mentor_score,
                    mentor_factors = excluded.mentor_factors, state = 'open'
                """
            );
        var mentees = pairs.Select(p => p.Mentee.Value).ToArray();
        operations.QueueSql(
            $"delete from run_unmatched where run = {run.Value} and variant = {number} and id = any({mentees})"
        );
    }

    /// <summary>Sorted by it, the pairs of a group follow one another.</summary>
    private static Guid ProposalId(RunId run, ProposedPair pair)
    {
        var id = MatchId.Of(run, pair.Mentee).Value;
        if (pair.Group is not { Number: var number })
            return id;
        var bytes = id.ToByteArray(bigEndian: true);
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return new(bytes, bigEndian: true);
    }

    private static void Upsert(MenteesUnmatched unmatched, IDocumentOperations operations)
    {
        var variant = unmatched.Variant ?? Variant.First;
        foreach (var m in unmatched.Mentees)
            operations.QueueSql(
                $"""
                insert into run_unmatched (run, variant, id, site, reason, sentence, next_step)
                values ({unmatched.Run.Value}, {variant}, {m.Mentee.Value}, {m.SiteCode}, {m.Reason}, {m.Sentence},
                    {m.NextStep})
                """
            );
    }

    /// <param name="run">The run.</param>
    /// <param name="variant">Null for the one that was reviewed.</param>
    /// <param name="state">What became of the proposals.</param>
    /// <param name="mentees">Whose they are.</param>
    /// <param name="operations">Where the statement goes.</param>
    private static void SetProposalState(
        RunId run,
        int? variant,
        string state,
        IEnumerable<PersonId> mentees,
        IDocumentOperations operations
    ) =>
        operations.QueueSql(
            $"""
            update run_proposals set state = {state} where run = {run.Value}
                and variant = coalesce({variant}::int, (select chosen from runs where id = {run.Value}))
                and mentee = any({mentees.Select(m => m.Value).ToArray()})
            """
        );
}
