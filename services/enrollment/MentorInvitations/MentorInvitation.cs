using System.Diagnostics;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.MentorInvitations;

public readonly record struct MentorInvitationId(Guid Value)
{
    /// <summary>A person has one stream of invitations in each program.</summary>
    public static MentorInvitationId Of(ProgramId program, PersonId person) =>
        new(DerivedId.From("mentor-invitation", program.Value, person.Value));
}

public abstract record MentorInvitationEvent;

/// <param name="Mentorship">The completed mentorship for which the person is invited; null where a coordinator
/// invites.</param>
/// <param name="Skill">The skill for which a coordinator invites.</param>
public sealed record MentorInvited(
    MentorInvitationId Invitation,
    ProgramId Program,
    PersonId Person,
    Guid? Mentorship,
    DateTimeOffset ExpiresAt,
    DateTimeOffset At,
    PersonalText? Skill = null
) : MentorInvitationEvent;

public sealed record MentorInvitationDeclined(
    MentorInvitationId Invitation,
    ProgramId Program,
    PersonId Person,
    DateTimeOffset At
) : MentorInvitationEvent;

/// <param name="Application">The id of the application as mentor or both.</param>
public sealed record MentorInvitationTakenUp(
    MentorInvitationId Invitation,
    ProgramId Program,
    PersonId Person,
    Guid Application,
    DateTimeOffset At
) : MentorInvitationEvent;

public sealed record MentorInvitationExpired(
    MentorInvitationId Invitation,
    ProgramId Program,
    PersonId Person,
    DateTimeOffset At
) : MentorInvitationEvent;

public enum MentorInvitationStatus
{
    Open,
    Declined,
    TakenUp,
    Expired,
}

/// <summary>The last invitation of a person to become a mentor in a program.</summary>
/// <param name="Mentorship">The completed mentorship for which the person was invited; null where a coordinator
/// did.</param>
public sealed record MentorInvitation(
    MentorInvitationId Id,
    ProgramId Program,
    PersonId Person,
    Guid? Mentorship,
    DateTimeOffset ExpiresAt,
    MentorInvitationStatus Status = MentorInvitationStatus.Open
)
{
    private static readonly TimeSpan TimeToAnswer = TimeSpan.FromDays(90);

    public bool IsOpen => Status is MentorInvitationStatus.Open;

    /// <summary>A person who declined is not asked again, nor is anyone twice for the same mentorship.</summary>
    public bool AllowsAnother(Guid mentorship) =>
        Status is MentorInvitationStatus.TakenUp or MentorInvitationStatus.Expired && Mentorship != mentorship;

    /// <summary>The event that invites a person from now on.</summary>
    public static MentorInvited Invite(MentoringProgram program, Person person, DateTimeOffset now) =>
        new(
            MentorInvitationId.Of(program.Id, person.Id),
            program.Id,
            person.Id,
            Mentorship: null,
            now + TimeToAnswer,
            now
        );

    /// <summary>What HR says of the person, and the program does not admit of a mentor; null for nothing.</summary>
    /// <remarks>The other rules are about what people declare, and can declare when they apply.</remarks>
    public static RuleResult? BrokenRule(MentoringProgram program, Person person, DateOnly today) =>
        program
            .Plan.Eligibility.Check(ParticipantRole.Mentor, program.Plan.SiteCodes, person, today)
            .FirstOrDefault(rule => rule.IsOfEmployment && !rule.Passed);

    public static MentorInvitation Evolve(MentorInvitation? invitation, MentorInvitationEvent e) =>
        (invitation, e) switch
        {
            (_, MentorInvited i) => new(i.Invitation, i.Program, i.Person, i.Mentorship, i.ExpiresAt),
            ({ } i, MentorInvitationDeclined) => i with { Status = MentorInvitationStatus.Declined },
            ({ } i, MentorInvitationTakenUp) => i with { Status = MentorInvitationStatus.TakenUp },
            ({ } i, MentorInvitationExpired) => i with { Status = MentorInvitationStatus.Expired },
            _ => throw new UnreachableException($"{e} cannot follow {invitation}"),
        };
}
