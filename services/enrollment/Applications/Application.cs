using System.Diagnostics;
using PeerNetwork.Enrollment.Applications.Selection;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Applications;

public readonly record struct ApplicationId(Guid Value);

public abstract record ApplicationEvent;

public sealed record ApplicationSubmitted(
    ApplicationId Application,
    ProgramId Program,
    PersonId Person,
    string SiteCode,
    ParticipantRole Role,
    int MentorCapacity,
    int GuidelinesVersion,
    PersonalValue<IReadOnlyList<RuleResult>> Rules,
    DateTimeOffset At,
    PersonalValue<Background>? Background = null
) : ApplicationEvent;

public sealed record ApplicationRejected(
    ApplicationId Application,
    ProgramId Program,
    PersonId Person,
    string SiteCode,
    ParticipantRole Role,
    bool ByRule,
    PersonalText? Reason,
    DateTimeOffset At
) : ApplicationEvent;

/// <param name="Reason">Why, where a coordinator said so; needed below the minimum score.</param>
public sealed record ApplicationApproved(
    ApplicationId Application,
    ProgramId Program,
    PersonId Person,
    string SiteCode,
    ParticipantRole Role,
    DateTimeOffset At,
    PersonalText? Reason = null
) : ApplicationEvent;

public sealed record GuidelinesAccepted(
    ApplicationId Application,
    ProgramId Program,
    PersonId Person,
    int GuidelinesVersion,
    DateTimeOffset At
) : ApplicationEvent;

public sealed record ApplicantBecameReady(
    ApplicationId Application,
    ProgramId Program,
    PersonId Person,
    string SiteCode,
    ParticipantRole Role,
    int MentorCapacity,
    DateTimeOffset At,
    PersonalValue<Background>? Background = null
) : ApplicationEvent;

/// <param name="Rules">Every eligibility rule, checked again: one of them is why it is withdrawn. Null where the person
/// withdrew or left.</param>
public sealed record ApplicationWithdrawn(
    ApplicationId Application,
    ProgramId Program,
    PersonId Person,
    string SiteCode,
    ParticipantRole Role,
    DateTimeOffset At,
    PersonalValue<IReadOnlyList<RuleResult>>? Rules = null
) : ApplicationEvent;

public enum ApplicationStatus
{
    Submitted,

    /// <summary>Approved, but required training or the current guidelines are still open.</summary>
    Approved,

    /// <summary>Approved, and nothing stands between the person and a match.</summary>
    Ready,

    Rejected,
    Withdrawn,
}

/// <summary>A person's wish to take part in a program.</summary>
/// <param name="Rules">Every eligibility rule as it was checked when the person applied, or last moved.</param>
public sealed record Application(
    ApplicationId Id,
    ProgramId Program,
    PersonId Person,
    string SiteCode,
    ParticipantRole Role,
    int MentorCapacity,
    int GuidelinesVersion,
    IReadOnlyList<RuleResult> Rules,
    ApplicationStatus Status = ApplicationStatus.Submitted,
    PersonalText? Reason = null,
    PersonalValue<Background>? Background = null,
    PersonalText? ApprovalReason = null
)
{
    public ApplicationSelection Selection { get; init; } = ApplicationSelection.None;

    public IReadOnlyList<string> Goals => Background?.Value?.Goals ?? [];

    public bool WasApproved => Status is ApplicationStatus.Approved or ApplicationStatus.Ready;

    /// <summary>Whether the person passed this rule when they applied.</summary>
    public bool HasPassed(RuleResult rule) => Rules.Any(r => r.Passed && (r.Role, r.Rule) == (rule.Role, rule.Rule));

    public bool IsOpen => Status is not (ApplicationStatus.Rejected or ApplicationStatus.Withdrawn);

    public static Application Evolve(Application? application, ApplicationEvent e) =>
        (application, e) switch
        {
            (null, ApplicationSubmitted s) => new(
                s.Application,
                s.Program,
                s.Person,
                s.SiteCode,
                s.Role,
                s.MentorCapacity,
                s.GuidelinesVersion,
                s.Rules.Value ?? [],
                Background: s.Background
            ),
            ({ } a, ApplicationRejected r) => a with { Status = ApplicationStatus.Rejected, Reason = r.Reason },
            ({ } a, ApplicationApproved p) => a with { Status = ApplicationStatus.Approved, ApprovalReason = p.Reason },
            ({ } a, GuidelinesAccepted g) => a with { GuidelinesVersion = g.GuidelinesVersion },
            ({ } a, ApplicantBecameReady) => a with { Status = ApplicationStatus.Ready },
            ({ } a, ApplicationWithdrawn w) => a with
            {
                Status = ApplicationStatus.Withdrawn,
                Rules = w.Rules?.Value ?? a.Rules,
            },
            ({ } a, SelectionEvent s) => a with { Selection = a.Selection.Apply(s) },
            _ => throw new UnreachableException($"{e} cannot follow {application}"),
        };
}
