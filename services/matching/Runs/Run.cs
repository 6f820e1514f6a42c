using System.Collections.Immutable;
using System.Diagnostics;
using PeerNetwork.EventStore;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Runs;

public readonly record struct RunId(Guid Value);

public enum RunState { Requested, Computing, Draft, Failed, Reviewed, Publishing, Published }

/// <summary>Why a reviewed proposal was not published: what changed since the draft.</summary>
public enum SkipReason { MenteeMatched, MenteeGone, MentorGone, MentorFull }

public sealed record SkippedProposal(PersonId Mentee, SkipReason Reason);

/// <summary>A pair that a run proposes, with what speaks for it.</summary>
public sealed record ProposedPair(
    PersonId Mentee, PersonId Mentor, string SiteCode, DateTimeOffset MenteeReadyAt, int Score, bool Locked,
    IReadOnlyList<Contribution> Contributions, IReadOnlyList<RuleCheck> Rules);

public abstract record RunEvent;

public sealed record RunRequested(
    RunId Run, ProgramId Program, Policy Policy, IReadOnlyList<Pair> Exclusions, PersonId By, DateTimeOffset At) : RunEvent;

/// <summary>The cohort stands in a stream of its own from now on: whoever continues the run computes with the same people.</summary>
public sealed record RunStarted(
    RunId Run, string InputsHash, string SolverVersion, IReadOnlyDictionary<string, int> Weights, int Mentees, int Mentors, int Places,
    DateTimeOffset At) : RunEvent;

public sealed record RunDrafted(RunId Run, IReadOnlyList<PersonId> Matched, int Unmatched, long TotalScore, DateTimeOffset At) : RunEvent;

public sealed record RunFailed(RunId Run, string Reason, DateTimeOffset At) : RunEvent;

public sealed record ProposalRemoved(RunId Run, PersonId Mentee, Sealed Reason, PersonId By, DateTimeOffset At) : RunEvent;

public sealed record ProposalAdded(RunId Run, ProposedPair Pair, Sealed Reason, PersonId By, DateTimeOffset At) : RunEvent;

public sealed record RunReviewed(RunId Run, PersonId By, DateTimeOffset At) : RunEvent;

public sealed record PublicationRequested(RunId Run, PersonId By, DateTimeOffset At) : RunEvent;

public sealed record ProposalsPublished(
    RunId Run, IReadOnlyList<PersonId> Published, IReadOnlyList<SkippedProposal> Skipped, long Score, DateTimeOffset At) : RunEvent;

public sealed record RunPublished(RunId Run, ProgramId Program, int Mentees, int Matched, long TotalScore, DateTimeOffset At) : RunEvent;

/// <param name="Open">Mentees whose proposal is neither removed nor published nor skipped.</param>
/// <param name="Added">Proposals made by hand, by mentee; they go before what the solver found.</param>
public sealed record Run(
    RunId Id, ProgramId Program, Policy Policy, IReadOnlyList<Pair> Exclusions, RunState State, RunStarted? Started, RunDrafted? Drafted,
    string? Failure, int Matched, ImmutableHashSet<PersonId> Open, ImmutableDictionary<PersonId, ProposedPair> Added, int Published, int Skipped, long PublishedScore)
{
    public static Run Evolve(Run? run, RunEvent e) => (run, e) switch
    {
        (null, RunRequested r) => new(
            r.Run, r.Program, r.Policy, r.Exclusions, RunState.Requested, null, null, null, 0, [], ImmutableDictionary<PersonId, ProposedPair>.Empty, 0, 0, 0),
        ({ } r, RunStarted s) => r with { State = RunState.Computing, Started = s },
        ({ } r, RunDrafted d) => r with { State = RunState.Draft, Drafted = d, Matched = d.Matched.Count, Open = [.. d.Matched] },
        ({ } r, RunFailed f) => r with { State = RunState.Failed, Failure = f.Reason },
        ({ } r, ProposalRemoved x) => r with { Open = r.Open.Remove(x.Mentee), Added = r.Added.Remove(x.Mentee) },
        ({ } r, ProposalAdded a) => r with { Open = r.Open.Add(a.Pair.Mentee), Added = r.Added.SetItem(a.Pair.Mentee, a.Pair) },
        ({ } r, RunReviewed) => r with { State = RunState.Reviewed },
        ({ } r, PublicationRequested) => r with { State = RunState.Publishing },
        ({ } r, ProposalsPublished p) => r with
        {
            Open = r.Open.Except(p.Published).Except(p.Skipped.Select(s => s.Mentee)),
            Published = r.Published + p.Published.Count,
            Skipped = r.Skipped + p.Skipped.Count,
            PublishedScore = r.PublishedScore + p.Score,
        },
        ({ } r, RunPublished) => r with { State = RunState.Published },
        _ => throw new UnreachableException($"{e.GetType().Name} cannot follow {run?.State}"),
    };
}
