using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Applications.Selection;

// They are events of the application: its approval depends on them, so both are decided at one version.
/// <param name="Person">The applicant, whose key encrypts what is written about them.</param>
/// <param name="By">The person or account that did it.</param>
public abstract record SelectionEvent(
    ApplicationId Application,
    ProgramId Program,
    PersonId Person,
    Guid By,
    DateTimeOffset At
) : ApplicationEvent;

public sealed record InterviewPlanned(
    ApplicationId Application,
    ProgramId Program,
    PersonId Person,
    Interview Interview,
    Guid By,
    DateTimeOffset At
) : SelectionEvent(Application, Program, Person, By, At);

public sealed record InterviewRescheduled(
    ApplicationId Application,
    ProgramId Program,
    PersonId Person,
    Interview Interview,
    Guid By,
    DateTimeOffset At
) : SelectionEvent(Application, Program, Person, By, At);

public sealed record InterviewCancelled(
    ApplicationId Application,
    ProgramId Program,
    PersonId Person,
    Guid By,
    DateTimeOffset At
) : SelectionEvent(Application, Program, Person, By, At);

/// <summary>An assessor scored the applicant, or scored them again.</summary>
/// <param name="Outcome">Of all assessments together, by the rubric in force.</param>
public sealed record AssessmentRecorded(
    ApplicationId Application,
    ProgramId Program,
    PersonId Person,
    PersonalValue<IReadOnlyList<CriterionScore>> Scores,
    PersonalText Comment,
    PersonalValue<SelectionOutcome> Outcome,
    Guid By,
    DateTimeOffset At
) : SelectionEvent(Application, Program, Person, By, At);
