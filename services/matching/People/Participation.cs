using System.Diagnostics;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.People;

/// <summary>The same id as the application that was approved.</summary>
public readonly record struct ParticipationId(Guid Value);

public enum ParticipantRole
{
    Mentor,
    Mentee,
    Both,
}

/// <summary>
/// What an applicant added for the matching: the goals and the target field of a mentee, fields of work so far, answers
/// by question.
/// </summary>
public sealed record Background(
    IReadOnlyList<string> Goals,
    string? TargetField,
    IReadOnlyList<string>? Fields,
    IReadOnlyDictionary<string, int>? Values,
    IReadOnlyDictionary<string, int>? Personality
);

public abstract record ParticipationEvent;

/// <param name="NotReadyReason">Why the person is not ready, where a newer message arrived before this one; null where
/// they may be matched.</param>
public sealed record ParticipantJoined(
    ParticipationId Participation,
    long Version,
    ProgramId Program,
    PersonId Person,
    string SiteCode,
    ParticipantRole Role,
    int MentorCapacity,
    DateTimeOffset ReadyAt,
    DateTimeOffset At,
    PersonalValue<Background>? Background = null,
    string? NotReadyReason = null
) : ParticipationEvent;

/// <summary>The person is in no run until a newer message of enrollment says that they are ready again.</summary>
/// <param name="Reason"><c>trainingLapsed</c>, or another word of enrollment.</param>
public sealed record ParticipantNoLongerReady(
    ParticipationId Participation,
    long Version,
    ProgramId Program,
    PersonId Person,
    string Reason,
    DateTimeOffset At
) : ParticipationEvent;

public sealed record ParticipantWithdrew(
    ParticipationId Participation,
    ProgramId Program,
    PersonId Person,
    DateTimeOffset At
) : ParticipationEvent;

/// <summary>The person is in no run before this moment.</summary>
public sealed record ParticipantPaused(
    ParticipationId Participation,
    ProgramId Program,
    PersonId Person,
    DateTimeOffset Until,
    DateTimeOffset At
) : ParticipationEvent;

public sealed record ParticipantResumed(
    ParticipationId Participation,
    ProgramId Program,
    PersonId Person,
    DateTimeOffset At
) : ParticipationEvent;

/// <summary>A mentee whose mentorship is completed looks for another mentor in the program.</summary>
public sealed record AnotherMentorWanted(
    ParticipationId Participation,
    ProgramId Program,
    PersonId Person,
    DateTimeOffset At
) : ParticipationEvent;

/// <summary>
/// A person's participation in a program. It stays withdrawn, even when the message of the approval arrives later.
/// </summary>
/// <param name="Joined">Null before that message arrives.</param>
/// <param name="PausedUntil">Null where the person takes part.</param>
/// <param name="NotReady">What enrollment said last of an applicant who was not ready; it may be older than
/// <paramref name="Joined"/>.</param>
public sealed record Participation(
    bool Withdrawn = false,
    ParticipantJoined? Joined = null,
    DateTimeOffset? PausedUntil = null,
    ParticipantNoLongerReady? NotReady = null
)
{
    /// <summary>That of the newest message that said that the person is ready; 0 before the first.</summary>
    public long Version => Joined?.Version ?? 0;

    public static Participation Evolve(Participation? participation, ParticipationEvent e) =>
        (participation ?? new(), e) switch
        {
            (var p, ParticipantJoined joined) => p with { Joined = joined },
            (var p, ParticipantNoLongerReady notReady) => p with { NotReady = notReady },
            (var p, ParticipantWithdrew) => p with { Withdrawn = true },
            (var p, ParticipantPaused paused) => p with { PausedUntil = paused.Until },
            (var p, ParticipantResumed) => p with { PausedUntil = null },
            (var p, AnotherMentorWanted) => p,
            _ => throw new UnreachableException($"{e} is no event of a participation"),
        };
}
