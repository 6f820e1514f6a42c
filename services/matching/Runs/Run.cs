using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Serialization;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Matches;

namespace PeerNetwork.Matching.Runs;

public readonly record struct RunId(Guid Value);

/// <summary>
/// A run is a draft when no variant waits any more and one is done; failed or cancelled when none is.
/// </summary>
public enum RunState
{
    Requested,
    Computing,
    Draft,
    Failed,
    Reviewed,
    Publishing,
    Published,
    Cancelled,
}

/// <summary>Why a reviewed proposal was not published: what changed since the draft.</summary>
public enum SkipReason
{
    MenteeMatched,
    MenteeGone,
    MentorGone,
    MentorFull,
    MentorHoursUsed,

    /// <summary>Too few others of the group are left.</summary>
    GroupTooSmall,
}

public sealed record SkippedProposal(PersonId Mentee, SkipReason Reason);

/// <summary>A pair that a run proposes, with what speaks for it.</summary>
/// <param name="Mentee">Of two peers, the one with the smaller id.</param>
/// <param name="Mentor">Of two peers, the other.</param>
/// <param name="Score">By the weights of the variant that proposes it.</param>
/// <param name="CommonScore">By the weights of the run's first variant, the one measure for all of them; null where
/// that is the score itself.</param>
/// <param name="OtherReasons">Of two peers, what speaks for the first as mentor of the second; null for a mentor and a
/// mentee.</param>
/// <param name="Group">The group of which the pair is a part; null for none.</param>
/// <param name="ForMentor">What speaks for the pair by the weights of mentors; null where they are those of the
/// mentee's side.</param>
public sealed record ProposedPair(
    PersonId Mentee,
    PersonId Mentor,
    string SiteCode,
    DateTimeOffset WaitingSince,
    int Score,
    bool Locked,
    PairReasons Reasons,
    int? CommonScore = null,
    PairReasons? OtherReasons = null,
    GroupPlace? Group = null,
    MentorView? ForMentor = null
)
{
    [JsonIgnore]
    public MatchKind Kind =>
        Group is not null ? MatchKind.Group
        : OtherReasons is not null ? MatchKind.Reciprocal
        : MatchKind.OneToOne;
}

/// <summary>The place of a mentee in a group that a variant proposes.</summary>
/// <param name="Number">All pairs of the group have the same, from 1.</param>
/// <param name="Partners">What speaks for the other mentees of the group.</param>
public sealed record GroupPlace(int Number, PairReasons Partners);

/// <summary>What a mentee is worth to a mentor. The sentences are those of the pair.</summary>
/// <param name="Score">Millionths; the points of the factors add up to it.</param>
public sealed record MentorView(int Score, IReadOnlyList<PairReasons.Factor> Factors)
{
    public static MentorView? Of(PairExplanation? why) =>
        why is null
            ? null
            : new(
                why.Score,
                [.. why.Contributions.Select(c => new PairReasons.Factor(c.Factor, c.Weight, c.Value, c.Points))]
            );
}

public abstract record RunEvent;

/// <param name="By">Null where the schedule of the program did.</param>
/// <param name="Terms">What the first variant asks for besides the policy; null for nothing.</param>
/// <param name="WithoutReview">Whether the proposals are sent as soon as they are computed.</param>
/// <param name="Kind">What it proposes to people.</param>
public sealed record RunRequested(
    RunId Run,
    ProgramId Program,
    Policy Policy,
    IReadOnlyList<Pair> Exclusions,
    PersonId? By,
    DateTimeOffset At,
    VariantTerms? Terms = null,
    bool WithoutReview = false,
    MatchKind Kind = MatchKind.OneToOne
) : RunEvent;

/// <summary>
/// The cohort is recorded in a stream of its own. Every replica that continues the run computes with the same people.
/// </summary>
/// <param name="PoolVersion">The sequence number of the newest event of this service that was there when the cohort was
/// taken.</param>
public sealed record RunStarted(
    RunId Run,
    string InputsHash,
    string SolverVersion,
    IReadOnlyDictionary<string, int> Weights,
    int Mentees,
    int Mentors,
    int Capacity,
    DateTimeOffset At,
    long? PoolVersion = null
) : RunEvent;

public sealed record VariantRequested(
    RunId Run,
    int Variant,
    Policy Policy,
    VariantTerms Terms,
    PersonId By,
    DateTimeOffset At
) : RunEvent;

/// <param name="InputsHash">Over people, facts, policy and terms.</param>
/// <param name="ResultHash">SHA-256 over the bytes of the result: computed again from the record it is the
/// same.</param>
/// <param name="BlockingPairs">How many mentees and mentors who may be matched would both rather have each other: 0 of
/// a stable variant; of an optimal one by its weights, which both sides share. Null for peers and groups, and where
/// bounds of fairness were asked for.</param>
public sealed record VariantCompleted(
    RunId Run,
    int Variant,
    int Matched,
    int Unmatched,
    long TotalScore,
    DateTimeOffset At,
    string? InputsHash = null,
    string? SolverVersion = null,
    string? ResultHash = null,
    FairnessReport? Fairness = null,
    int? BlockingPairs = null
) : RunEvent;

public sealed record VariantFailed(RunId Run, int Variant, string Reason, DateTimeOffset At) : RunEvent;

public sealed record VariantCancelled(RunId Run, int Variant, PersonId By, DateTimeOffset At) : RunEvent;

public sealed record VariantResumed(RunId Run, int Variant, PersonId By, DateTimeOffset At) : RunEvent;

public sealed record ProposalRemoved(
    RunId Run,
    PersonId Mentee,
    PersonalText Reason,
    PersonId By,
    DateTimeOffset At,
    int? Variant = null
) : RunEvent;

public sealed record ProposalAdded(
    RunId Run,
    ProposedPair Pair,
    PersonalText Reason,
    PersonId By,
    DateTimeOffset At,
    int? Variant = null
) : RunEvent;

/// <param name="By">Null where the run needs no review.</param>
/// <param name="Variant">The one that goes on, of all that were compared; null for the first.</param>
public sealed record RunReviewed(RunId Run, PersonId? By, DateTimeOffset At, int? Variant = null) : RunEvent;

/// <param name="By">Null where the run needs no review.</param>
public sealed record PublicationRequested(
    RunId Run,
    PersonId? By,
    DateTimeOffset At,
    int? Variant = null,
    PersonalText? Reason = null
) : RunEvent;

public sealed record ProposalsPublished(
    RunId Run,
    IReadOnlyList<PersonId> Published,
    IReadOnlyList<SkippedProposal> Skipped,
    long Score,
    DateTimeOffset At
) : RunEvent;

public sealed record RunPublished(
    RunId Run,
    ProgramId Program,
    int Mentees,
    int Matched,
    long TotalScore,
    DateTimeOffset At
) : RunEvent;

/// <param name="Scheduled">Whether the schedule of the program requested it.</param>
/// <param name="WithoutReview">Whether the proposals are sent as soon as they are computed.</param>
/// <param name="Kind">What it proposes to people.</param>
/// <param name="Decision">What was decided on the variants together; null while they are computed and compared.</param>
/// <param name="ChosenVariant">The variant that was reviewed.</param>
/// <param name="SettledMentees">Mentees whose proposal of the chosen variant is published or skipped.</param>
public sealed record Run(
    RunId Id,
    ProgramId Program,
    bool Scheduled,
    bool WithoutReview,
    MatchKind Kind,
    IReadOnlyList<Pair> Exclusions,
    RunStarted? Started,
    ImmutableSortedDictionary<int, Variant> Variants,
    RunState? Decision,
    int ChosenVariant,
    PublicationRequested? Publication,
    int Published,
    int Skipped,
    long PublishedScore,
    ImmutableHashSet<PersonId> SettledMentees
)
{
    /// <summary>The variant that was reviewed; before that the first.</summary>
    public Variant Variant => Variants[ChosenVariant];

    public RunState State =>
        Decision
        ?? (
            Any(VariantState.Waiting)
                ? Started is null
                    ? RunState.Requested
                    : RunState.Computing
                : Any(VariantState.Done)
                    ? RunState.Draft
                    : Any(VariantState.Failed)
                        ? RunState.Failed
                        : RunState.Cancelled
        );

    /// <summary>Whether the proposals of this variant can be changed by hand.</summary>
    public bool IsDraft(int variant) => Decision is null && Find(variant) is { State: VariantState.Done };

    /// <summary>Null where there is no such variant.</summary>
    public Variant? Find(int variant) => Variants.GetValueOrDefault(variant);

    public static Run Evolve(Run? run, RunEvent e) =>
        (run, e) switch
        {
            (null, RunRequested r) => new(
                r.Run,
                r.Program,
                r.By is null,
                r.WithoutReview,
                r.Kind,
                r.Exclusions,
                null,
                ImmutableSortedDictionary<int, Variant>.Empty.Add(
                    Variant.First,
                    Variant.New(Variant.First, r.Policy, r.Terms)
                ),
                null,
                Variant.First,
                null,
                0,
                0,
                0,
                []
            ),
            ({ } r, VariantRequested v) => r with
            {
                Variants = r.Variants.Add(v.Variant, Variant.New(v.Variant, v.Policy, v.Terms)),
            },
            ({ } r, RunStarted s) => r with { Started = s },
            ({ } r, VariantCompleted v) => r.With(v.Variant, e),
            ({ } r, VariantFailed v) => r.With(v.Variant, e),
            ({ } r, VariantCancelled v) => r.With(v.Variant, e),
            ({ } r, VariantResumed v) => r.With(v.Variant, e),
            ({ } r, ProposalRemoved p) => r.With(p.Variant ?? Variant.First, e),
            ({ } r, ProposalAdded p) => r.With(p.Variant ?? Variant.First, e),
            ({ } r, RunReviewed v) => r with
            {
                Decision = RunState.Reviewed,
                ChosenVariant = v.Variant ?? Variant.First,
            },
            ({ } r, PublicationRequested p) => r with { Decision = RunState.Publishing, Publication = p },
            ({ } r, ProposalsPublished p) => r.With(r.ChosenVariant, e) with
            {
                Published = r.Published + p.Published.Count,
                Skipped = r.Skipped + p.Skipped.Count,
                PublishedScore = r.PublishedScore + p.Score,
                SettledMentees = r.SettledMentees.Union(p.Published).Union(p.Skipped.Select(s => s.Mentee)),
            },
            ({ } r, RunPublished) => r with { Decision = RunState.Published },
            _ => throw new UnreachableException($"{e.GetType().Name} cannot follow {run?.State}"),
        };

    private bool Any(VariantState state) => Variants.Values.Any(v => v.State == state);

    private Run With(int variant, RunEvent e) =>
        this with
        {
            Variants = Variants.SetItem(variant, Variants[variant].Evolve(e)),
        };
}
