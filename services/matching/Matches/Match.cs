using System.Collections.Immutable;
using System.Diagnostics;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Runs;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Matches;

public readonly record struct MatchId(Guid Value)
{
    /// <summary>
    /// A run proposes one pair to a mentee, or to the first of two peers, so publishing it again finds the match that
    /// is there.
    /// </summary>
    public static MatchId Of(RunId run, PersonId mentee) => new(DerivedId.From("match", run.Value, mentee.Value));
}

public enum MatchState
{
    Proposed,
    Confirmed,
    Declined,
    Ended,
}

public enum DeclineReason
{
    DeclinedByMentor,
    DeclinedByMentee,
    DeclinedByPeer,
    MentorFull,
    Withdrawn,
    MentorHoursUsed,

    /// <summary>Not all accepted before the time to answer was over.</summary>
    NotAnswered,

    /// <summary>A member became a line manager of another.</summary>
    ReportingLine,
}

public abstract record MatchEvent;

/// <param name="SiteCode">The site of the mentee; of peers, that of the first.</param>
/// <param name="WaitingSince">Since when the mentee, or the first of the peers, was waiting for a match.</param>
/// <param name="Reasons">What speaks for the mentor as this mentee's; of peers, for the second as mentor of the
/// first.</param>
/// <param name="OtherReasons">What speaks for the first of two peers as mentor of the second; null for a mentor and a
/// mentee.</param>
/// <param name="AnswerUntil">Unless all have accepted before, the match is declined then.</param>
public sealed record MatchProposed(
    MatchId Match,
    ProgramId Program,
    RunId Run,
    MatchKind Kind,
    IReadOnlyList<MatchMember> Members,
    string SiteCode,
    DateTimeOffset WaitingSince,
    int Score,
    PairReasons Reasons,
    PairReasons? OtherReasons,
    DateTimeOffset AnswerUntil,
    DateTimeOffset At
) : MatchEvent;

public sealed record MatchAccepted(MatchId Match, PersonId By, DateTimeOffset At) : MatchEvent;

public sealed record MatchConfirmed(
    MatchId Match,
    ProgramId Program,
    MatchKind Kind,
    IReadOnlyList<MatchMember> Members,
    string SiteCode,
    DateTimeOffset WaitingSince,
    DateTimeOffset At
) : MatchEvent;

/// <param name="Note">What the person who declined wrote; null without a note.</param>
public sealed record MatchDeclined(
    MatchId Match,
    ProgramId Program,
    MatchKind Kind,
    IReadOnlyList<MatchMember> Members,
    string SiteCode,
    DeclineReason Reason,
    PersonalText? Note,
    DateTimeOffset At
) : MatchEvent;

/// <summary>A confirmed match broke a rule afterwards: its mentorship has to end.</summary>
public sealed record MatchInvalidated(
    MatchId Match,
    ProgramId Program,
    MatchKind Kind,
    IReadOnlyList<MatchMember> Members,
    string SiteCode,
    DeclineReason Reason,
    DateTimeOffset At
) : MatchEvent;

/// <param name="Outcome">As engagement names it.</param>
public sealed record MatchEnded(MatchId Match, string Outcome, DateTimeOffset At) : MatchEvent
{
    /// <summary>The mentorship came to its planned end: the mentee gets no other mentor unasked.</summary>
    public const string Completed = "completed";
}

public sealed record Match(
    MatchProposed Proposal,
    MatchState State = MatchState.Proposed,
    DeclineReason? Reason = null,
    PersonalText? DeclineNote = null,
    bool Invalidated = false
)
{
    public MatchId Id => Proposal.Match;

    public ImmutableHashSet<PersonId> AcceptedBy { get; init; } = [];

    public bool Involves(PersonId person) => Proposal.Members.Find(person) is not null;

    /// <summary>Whether the match waits for nothing but this member's acceptance.</summary>
    public bool IsConfirmedBy(PersonId member) =>
        Proposal.Members.All(other => other.Person == member || AcceptedBy.Contains(other.Person));

    public MatchConfirmed Confirm(DateTimeOffset now) =>
        new(Id, Proposal.Program, Proposal.Kind, Proposal.Members, Proposal.SiteCode, Proposal.WaitingSince, now);

    public MatchDeclined Decline(DeclineReason reason, PersonalText? note, DateTimeOffset now) =>
        new(Id, Proposal.Program, Proposal.Kind, Proposal.Members, Proposal.SiteCode, reason, note, now);

    public MatchInvalidated Invalidate(DeclineReason reason, DateTimeOffset now) =>
        new(Id, Proposal.Program, Proposal.Kind, Proposal.Members, Proposal.SiteCode, reason, now);

    public static Match Evolve(Match? match, MatchEvent e) =>
        (match, e) switch
        {
            (null, MatchProposed p) => new(p),
            ({ } m, MatchAccepted a) => m with { AcceptedBy = m.AcceptedBy.Add(a.By) },
            ({ } m, MatchConfirmed) => m with { State = MatchState.Confirmed },
            ({ } m, MatchDeclined d) => m with { State = MatchState.Declined, Reason = d.Reason, DeclineNote = d.Note },
            ({ } m, MatchInvalidated) => m with { Invalidated = true },
            ({ } m, MatchEnded) => m with { State = MatchState.Ended },
            _ => throw new UnreachableException($"{e} cannot follow {match}"),
        };
}
