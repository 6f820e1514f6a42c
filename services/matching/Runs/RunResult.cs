using System.Diagnostics;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Runs;

public sealed record UnmatchedMentee(PersonId Mentee, string SiteCode, string Reason, string Sentence);

public abstract record ResultEvent;

public sealed record ProposalsMade(RunId Run, IReadOnlyList<ProposedPair> Proposals) : ResultEvent;

public sealed record MenteesUnmatched(RunId Run, IReadOnlyList<UnmatchedMentee> Mentees) : ResultEvent;

/// <summary>The solver's own answer with its certificate, as positions in the graph of the recorded cohort.</summary>
public sealed record AssignmentMade(RunId Run, Assignment Assignment) : ResultEvent;

/// <summary>What a run found. It stands beside the run's own stream, which stays small enough to be folded for every command.</summary>
public sealed record RunResult(IReadOnlyList<ProposedPair> Proposals, IReadOnlyList<UnmatchedMentee> Unmatched, Assignment? Assignment)
{
    private const int ChunkSize = 200;
    private static readonly RunResult None = new([], [], null);

    public static Guid IdOf(RunId run) => DerivedId.From("run-result", run.Value);

    public static RunResult Evolve(RunResult? result, ResultEvent e) => (result ?? None, e) switch
    {
        (var r, ProposalsMade p) => r with { Proposals = [.. r.Proposals, .. p.Proposals] },
        (var r, MenteesUnmatched u) => r with { Unmatched = [.. r.Unmatched, .. u.Mentees] },
        (var r, AssignmentMade a) => r with { Assignment = a.Assignment },
        _ => throw new UnreachableException($"{e} is no event of a result"),
    };

    public static RunResult Of(RecordedCohort cohort, MatchingResult found)
    {
        var waiting = cohort.Mentees.ToDictionary(m => m.Profile.Id);
        return new(
            [.. found.Proposals.Select(p => Pair(waiting[p.Pair.Mentee], p))],
            [.. found.Unmatched.Select(u => new UnmatchedMentee(new(u.Mentee), waiting[u.Mentee].SiteCode, u.Reason, u.Sentence))],
            found.Assignment);
    }

    public ResultEvent[] Chunks(RunId run) =>
    [
        .. Proposals.Chunk(ChunkSize).Select(chunk => new ProposalsMade(run, chunk)),
        .. Unmatched.Chunk(ChunkSize).Select(chunk => new MenteesUnmatched(run, chunk)),
        new AssignmentMade(run, Assignment ?? throw new InvalidOperationException("Only a solved run has a result to store.")),
    ];

    private static ProposedPair Pair(WaitingMentee mentee, Proposal p) => new(
        new(p.Pair.Mentee), new(p.Pair.Mentor), mentee.SiteCode, mentee.ReadyAt, p.Score, p.Locked, p.Contributions, p.Rules);
}
