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
    PersonalValue<Background>? Background = null
) : ParticipationEvent;

public sealed record ParticipantWithdrew(
    ParticipationId Participation,
    ProgramId Program,
    PersonId Person,
    DateTimeOffset At
) : ParticipationEvent;

/// <summary>
/// A person's participation in a program. It stays withdrawn, even when the message of the approval arrives later.
/// </summary>
public sealed record Participation(long Version, bool Withdrawn)
{
    public static Participation Evolve(Participation? participation, ParticipationEvent e) =>
        (participation ?? new(0, false), e) switch
        {
            (var p, ParticipantJoined joined) => p with { Version = joined.Version },
            (var p, ParticipantWithdrew) => p with { Withdrawn = true },
            _ => throw new UnreachableException($"{e} is no event of a participation"),
        };
}
