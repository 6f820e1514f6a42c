using System.Diagnostics;
using System.Globalization;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Runs;

/// <param name="NextStep">What would help; null where nothing would.</param>
public sealed record UnmatchedMentee(
    PersonId Mentee,
    string SiteCode,
    string Reason,
    PersonalText Sentence,
    PersonalText? NextStep = null
);

public abstract record ResultEvent;

public sealed record ProposalsMade(RunId Run, IReadOnlyList<ProposedPair> Proposals, int? Variant = null) : ResultEvent;

public sealed record MenteesUnmatched(RunId Run, IReadOnlyList<UnmatchedMentee> Mentees, int? Variant = null)
    : ResultEvent;

/// <summary>The solver's own answer with its certificate, as positions in the graph of the recorded cohort.</summary>
public sealed record AssignmentMade(RunId Run, Assignment Assignment, int? Variant = null) : ResultEvent;

/// <summary>The same of a run of peers, as positions in their graph.</summary>
public sealed record PeersPaired(RunId Run, PeerMatching Matching, int? Variant = null) : ResultEvent;

/// <summary>The same of a run that forms groups.</summary>
public sealed record GroupsFormed(RunId Run, Grouping Grouping, int? Variant = null) : ResultEvent;

/// <summary>The same of a variant with a stable method.</summary>
public sealed record StableMatchingFound(RunId Run, StableMatching Matching, int? Variant = null) : ResultEvent;

/// <summary>
/// The result of a variant. It has a stream of its own, so that the run's stream stays small enough to be folded for
/// every command.
/// </summary>
/// <param name="Assignment">Of mentees to mentors by the optimal method; null for the others.</param>
/// <param name="Peers">Null but for peers.</param>
/// <param name="Groups">Null but for groups.</param>
/// <param name="Stable">Null but for a stable method.</param>
public sealed record RunResult(
    IReadOnlyList<ProposedPair> Proposals,
    IReadOnlyList<UnmatchedMentee> Unmatched,
    Assignment? Assignment,
    PeerMatching? Peers = null,
    Grouping? Groups = null,
    StableMatching? Stable = null
)
{
    private const int ChunkSize = 200;
    private static readonly RunResult None = new([], [], null);

    public static Guid IdOf(RunId run, int variant = Variant.First) =>
        DerivedId.From(
            variant == Variant.First
                ? "run-result"
                : string.Create(CultureInfo.InvariantCulture, $"run-result-{variant}"),
            run.Value
        );

    public static RunResult Evolve(RunResult? result, ResultEvent e) =>
        (result ?? None, e) switch
        {
            (var r, ProposalsMade p) => r with { Proposals = [.. r.Proposals, .. p.Proposals] },
            (var r, MenteesUnmatched u) => r with { Unmatched = [.. r.Unmatched, .. u.Mentees] },
            (var r, AssignmentMade a) => r with { Assignment = a.Assignment },
            (var r, PeersPaired p) => r with { Peers = p.Matching },
            (var r, GroupsFormed g) => r with { Groups = g.Grouping },
            (var r, StableMatchingFound s) => r with { Stable = s.Matching },
            _ => throw new UnreachableException($"{e} is no event of a result"),
        };

    /// <param name="cohort">The cohort that was matched.</param>
    /// <param name="found">What the engine found.</param>
    /// <param name="commonWeights">The weights by which pairs of all variants are compared; null where they are the
    /// variant's own.</param>
    public static RunResult Of(
        RecordedCohort cohort,
        MatchingResult found,
        IReadOnlyDictionary<string, int>? commonWeights = null
    )
    {
        var waiting = cohort.Mentees.ToDictionary(m => m.Profile.Id);
        return new(
            [.. found.Proposals.Select(p => Pair(waiting[p.Pair.Mentee], p, commonWeights))],
            [.. found.Unmatched.Select(u => Left(u, waiting))],
            found.Assignment
        );
    }

    /// <inheritdoc cref="Of(RecordedCohort, MatchingResult, IReadOnlyDictionary{string, int}?)"/>
    public static RunResult Of(
        RecordedCohort cohort,
        StableResult found,
        IReadOnlyDictionary<string, int>? commonWeights = null
    )
    {
        var waiting = cohort.Mentees.ToDictionary(m => m.Profile.Id);
        return new(
            [.. found.Proposals.Select(p => Pair(waiting[p.ForMentee.Pair.Mentee], p, commonWeights))],
            [.. found.Unmatched.Select(u => Left(u, waiting))],
            null,
            Stable: found.Matching
        );
    }

    /// <inheritdoc cref="Of(RecordedCohort, MatchingResult, IReadOnlyDictionary{string, int}?)"/>
    public static RunResult Of(
        RecordedCohort cohort,
        PeerResult found,
        IReadOnlyDictionary<string, int>? commonWeights = null
    )
    {
        var waiting = cohort.Mentees.ToDictionary(m => m.Profile.Id);
        return new(
            [.. found.Proposals.Select(p => Pair(waiting, p, commonWeights))],
            [.. found.Unmatched.Select(u => Left(u, waiting))],
            null,
            found.Matching
        );
    }

    /// <inheritdoc cref="Of(RecordedCohort, MatchingResult, IReadOnlyDictionary{string, int}?)"/>
    public static RunResult Of(
        RecordedCohort cohort,
        GroupResult found,
        IReadOnlyDictionary<string, int>? commonWeights = null
    )
    {
        var waiting = cohort.Mentees.ToDictionary(m => m.Profile.Id);
        return new(
            [
                .. found
                    .Groups.Index()
                    .SelectMany(group =>
                        group.Item.Members.Select(member =>
                            Pair(waiting[member.Mentee], group.Index + 1, group.Item, member, commonWeights)
                        )
                    )
                    .OrderBy(pair => pair.Mentee.Value),
            ],
            [.. found.Unmatched.Select(u => Left(u, waiting))],
            null,
            Groups: found.Grouping
        );
    }

    /// <summary>
    /// SHA-256 over the canonical JSON of the result, without the sentences, which an erasure destroys.
    /// </summary>
    public string Hash() =>
        CanonicalHash.Of(
            this with
            {
                Proposals =
                [
                    .. Proposals.Select(p =>
                        p with
                        {
                            Reasons = p.Reasons.WithoutSentences(),
                            OtherReasons = p.OtherReasons?.WithoutSentences(),
                            Group = p.Group is { } group
                                ? group with
                                {
                                    Partners = group.Partners.WithoutSentences(),
                                }
                                : null,
                        }
                    ),
                ],
                Unmatched = [.. Unmatched.Select(m => m with { Sentence = default, NextStep = null })],
            }
        );

    public ResultEvent[] Chunks(RunId run, int? variant = null) =>
        [
            .. Proposals.Chunk(ChunkSize).Select(chunk => new ProposalsMade(run, chunk, variant)),
            .. Unmatched.Chunk(ChunkSize).Select(chunk => new MenteesUnmatched(run, chunk, variant)),
            this switch
            {
                { Assignment: { } assignment } => new AssignmentMade(run, assignment, variant),
                { Peers: { } peers } => new PeersPaired(run, peers, variant),
                { Groups: { } groups } => new GroupsFormed(run, groups, variant),
                { Stable: { } stable } => new StableMatchingFound(run, stable, variant),
                _ => throw new InvalidOperationException("Only a solved run has a result to store."),
            },
        ];

    private static UnmatchedMentee Left(Unmatched u, Dictionary<Guid, WaitingMentee> waiting) =>
        new(
            new(u.Mentee),
            waiting[u.Mentee].SiteCode,
            u.Reason,
            new(u.Mentee, u.Sentence),
            u.NextStep is null ? null : new PersonalText(u.Mentee, u.NextStep)
        );

    private static ProposedPair Pair(
        Dictionary<Guid, WaitingMentee> waiting,
        PeerProposal p,
        IReadOnlyDictionary<string, int>? commonWeights
    )
    {
        var (one, other) = (waiting[p.ForOne.Pair.Mentee], waiting[p.ForOther.Pair.Mentee]);
        return new(
            new(one.Profile.Id),
            new(other.Profile.Id),
            one.SiteCode,
            one.ReadyAt < other.ReadyAt ? one.ReadyAt : other.ReadyAt,
            p.Score,
            p.Locked,
            ReasonsOf(p.ForOne),
            commonWeights is null
                ? null
                : PeerProblem.ScoreOf(
                    ScoreBy(commonWeights, p.ForOne.Contributions),
                    ScoreBy(commonWeights, p.ForOther.Contributions)
                ),
            ReasonsOf(p.ForOther)
        );
    }

    private static ProposedPair Pair(
        WaitingMentee mentee,
        int number,
        MentoringGroup group,
        GroupMember member,
        IReadOnlyDictionary<string, int>? commonWeights
    )
    {
        var (why, partners) = (member.Explanation, group.PartnersOf(member.Mentee));
        return new(
            new(member.Mentee),
            new(group.Mentor),
            mentee.SiteCode,
            mentee.ReadyAt,
            why.Score,
            member.Locked,
            ReasonsOf(why),
            commonWeights is null ? null : ScoreBy(commonWeights, why.Contributions),
            Group: new(number, PairReasons.Of(new(member.Mentee), new(group.Mentor), partners, []))
        );
    }

    private static ProposedPair Pair(
        WaitingMentee mentee,
        StableProposal p,
        IReadOnlyDictionary<string, int>? commonWeights
    ) =>
        new(
            new(p.ForMentee.Pair.Mentee),
            new(p.ForMentee.Pair.Mentor),
            mentee.SiteCode,
            mentee.ReadyAt,
            p.ForMentee.Score,
            p.Locked,
            ReasonsOf(p.ForMentee),
            commonWeights is null ? null : ScoreBy(commonWeights, p.ForMentee.Contributions),
            ForMentor: MentorView.Of(p.ForMentor)
        );

    private static PairReasons ReasonsOf(PairExplanation why) =>
        PairReasons.Of(new(why.Pair.Mentee), new(why.Pair.Mentor), why.Contributions, why.Rules);

    private static int ScoreBy(IReadOnlyDictionary<string, int> weights, IReadOnlyList<Contribution> contributions) =>
        contributions.Sum(c => weights.GetValueOrDefault(c.Factor) * c.Value);

    private static ProposedPair Pair(
        WaitingMentee mentee,
        Proposal p,
        IReadOnlyDictionary<string, int>? commonWeights
    ) =>
        new(
            new(p.Pair.Mentee),
            new(p.Pair.Mentor),
            mentee.SiteCode,
            mentee.ReadyAt,
            p.Score,
            p.Locked,
            PairReasons.Of(new(p.Pair.Mentee), new(p.Pair.Mentor), p.Contributions, p.Rules),
            commonWeights is null ? null : ScoreBy(commonWeights, p.Contributions)
        );
}
