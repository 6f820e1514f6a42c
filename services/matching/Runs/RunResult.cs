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

/// <summary>
/// The result of a variant. It has a stream of its own, so that the run's stream stays small enough to be folded for
/// every command.
/// </summary>
public sealed record RunResult(
    IReadOnlyList<ProposedPair> Proposals,
    IReadOnlyList<UnmatchedMentee> Unmatched,
    Assignment? Assignment
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
            [
                .. found.Unmatched.Select(u => new UnmatchedMentee(
                    new(u.Mentee),
                    waiting[u.Mentee].SiteCode,
                    u.Reason,
                    new(u.Mentee, u.Sentence),
                    u.NextStep is null ? null : new PersonalText(u.Mentee, u.NextStep)
                )),
            ],
            found.Assignment
        );
    }

    /// <summary>
    /// SHA-256 over the canonical JSON of the result, without the sentences, which an erasure destroys.
    /// </summary>
    public string Hash() =>
        CanonicalHash.Of(
            this with
            {
                Proposals = [.. Proposals.Select(p => p with { Reasons = p.Reasons.WithoutSentences() })],
                Unmatched = [.. Unmatched.Select(m => m with { Sentence = default, NextStep = null })],
            }
        );

    public ResultEvent[] Chunks(RunId run, int? variant = null) =>
        [
            .. Proposals.Chunk(ChunkSize).Select(chunk => new ProposalsMade(run, chunk, variant)),
            .. Unmatched.Chunk(ChunkSize).Select(chunk => new MenteesUnmatched(run, chunk, variant)),
            new AssignmentMade(
                run,
                Assignment ?? throw new InvalidOperationException("Only a solved run has a result to store."),
                variant
            ),
        ];

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
            commonWeights is null ? null : p.Contributions.Sum(c => commonWeights.GetValueOrDefault(c.Factor) * c.Value)
        );
}
