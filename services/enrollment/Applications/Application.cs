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

/// <param name="ReadyAt">When the applicant became ready for the first time: they keep their waiting time.</param>
/// <param name="TrainingLapsesAt">The first moment at which a required module is not valid any more; null for
/// never.</param>
public sealed record ApplicantBecameReady(
    ApplicationId Application,
    ProgramId Program,
    PersonId Person,
    string SiteCode,
    ParticipantRole Role,
    int MentorCapacity,
    DateTimeOffset At,
    DateTimeOffset ReadyAt,
    PersonalValue<Background>? Background = null,
    DateTimeOffset? TrainingLapsesAt = null
) : ApplicationEvent;

/// <summary>
/// An applicant who is ready completed a module again, or the program changed: their training lapses at another moment.
/// </summary>
/// <param name="LapsesAt">The first moment at which a required module is not valid any more; null for never.</param>
public sealed record TrainingValidityChanged(
    ApplicationId Application,
    ProgramId Program,
    PersonId Person,
    DateTimeOffset? LapsesAt,
    DateTimeOffset At
) : ApplicationEvent;

/// <summary>An applicant who was ready has to complete training before a new match.</summary>
/// <param name="Modules">Codes of the modules to complete.</param>
public sealed record ApplicantNoLongerReady(
    ApplicationId Application,
    ProgramId Program,
    PersonId Person,
    string SiteCode,
    ParticipantRole Role,
    NoLongerReadyReason Reason,
    IReadOnlyList<string> Modules,
    DateTimeOffset At
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

public enum NoLongerReadyReason
{
    /// <summary>A module was completed too long ago.</summary>
    TrainingLapsed,

    /// <summary>The program asks for a module that the applicant has not completed.</summary>
    TrainingRequired,
}

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

    /// <summary>When the applicant became ready for the first time: since then they wait for a match.</summary>
    public DateTimeOffset? ReadyAt { get; init; }

    /// <summary>When a required module of an applicant who is ready lapses; null for never.</summary>
    public DateTimeOffset? TrainingLapsesAt { get; init; }

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
            ({ } a, ApplicantBecameReady r) => a with
            {
                Status = ApplicationStatus.Ready,
                ReadyAt = r.ReadyAt,
                TrainingLapsesAt = r.TrainingLapsesAt,
            },
            ({ } a, TrainingValidityChanged v) => a with { TrainingLapsesAt = v.LapsesAt },
            ({ } a, ApplicantNoLongerReady) => a with { Status = ApplicationStatus.Approved, TrainingLapsesAt = null },
            ({ } a, ApplicationWithdrawn w) => a with
            {
                Status = ApplicationStatus.Withdrawn,
                Rules = w.Rules?.Value ?? a.Rules,
            },
            ({ } a, SelectionEvent s) => a with { Selection = a.Selection.Apply(s) },
            _ => throw new UnreachableException($"{e} cannot follow {application}"),
        };
}
