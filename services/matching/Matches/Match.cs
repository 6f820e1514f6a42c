using System.Diagnostics;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Runs;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Matches;

public readonly record struct MatchId(Guid Value)
{
    /// <summary>A run proposes one pair to a mentee, so publishing it again finds the match that is there.</summary>
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
    MentorFull,
    Withdrawn,
    MentorHoursUsed,

    /// <summary>Not both accepted before the time to answer was over.</summary>
    NotAnswered,

    /// <summary>One of the two became a line manager of the other.</summary>
    ReportingLine,
}

public abstract record MatchEvent;

/// <param name="MentorMinutesPerMonth">What the mentorship takes of the mentor's time.</param>
/// <param name="AnswerUntil">Unless both have accepted before, the match is declined then.</param>
public sealed record MatchProposed(
    MatchId Match,
    ProgramId Program,
    RunId Run,
    PersonId Mentor,
    PersonId Mentee,
    string SiteCode,
    DateTimeOffset MenteeReadyAt,
    int Score,
    PairReasons Reasons,
    int MentorMinutesPerMonth,
    DateTimeOffset AnswerUntil,
    DateTimeOffset At
) : MatchEvent;

public sealed record MatchAccepted(MatchId Match, PersonId By, DateTimeOffset At) : MatchEvent;

public sealed record MatchConfirmed(
    MatchId Match,
    ProgramId Program,
    PersonId Mentor,
    PersonId Mentee,
    string SiteCode,
    DateTimeOffset MenteeReadyAt,
    DateTimeOffset At
) : MatchEvent;

/// <param name="Note">What the person who declined wrote; null without a note.</param>
public sealed record MatchDeclined(
    MatchId Match,
    ProgramId Program,
    PersonId Mentor,
    PersonId Mentee,
    string SiteCode,
    DeclineReason Reason,
    PersonalText? Note,
    DateTimeOffset At
) : MatchEvent;

/// <summary>A confirmed match broke a rule afterwards: its mentorship has to end.</summary>
public sealed record MatchInvalidated(
    MatchId Match,
    ProgramId Program,
    PersonId Mentor,
    PersonId Mentee,
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
    PersonId? FirstAcceptedBy = null,
    DeclineReason? Reason = null,
    PersonalText? DeclineNote = null,
    bool Invalidated = false
)
{
    public MatchId Id => Proposal.Match;

    public bool Involves(PersonId person) => person == Proposal.Mentor || person == Proposal.Mentee;

    public MatchConfirmed Confirm(DateTimeOffset now) =>
        new(Id, Proposal.Program, Proposal.Mentor, Proposal.Mentee, Proposal.SiteCode, Proposal.MenteeReadyAt, now);

    public MatchDeclined Decline(DeclineReason reason, PersonalText? note, DateTimeOffset now) =>
        new(Id, Proposal.Program, Proposal.Mentor, Proposal.Mentee, Proposal.SiteCode, reason, note, now);

    public MatchInvalidated Invalidate(DeclineReason reason, DateTimeOffset now) =>
        new(Id, Proposal.Program, Proposal.Mentor, Proposal.Mentee, Proposal.SiteCode, reason, now);

    public static Match Evolve(Match? match, MatchEvent e) =>
        (match, e) switch
        {
            (null, MatchProposed p) => new(p),
            ({ } m, MatchAccepted a) => m with { FirstAcceptedBy = m.FirstAcceptedBy ?? a.By },
            ({ } m, MatchConfirmed) => m with { State = MatchState.Confirmed },
            ({ } m, MatchDeclined d) => m with { State = MatchState.Declined, Reason = d.Reason, DeclineNote = d.Note },
            ({ } m, MatchInvalidated) => m with { Invalidated = true },
            ({ } m, MatchEnded) => m with { State = MatchState.Ended },
            _ => throw new UnreachableException($"{e} cannot follow {match}"),
        };
}
