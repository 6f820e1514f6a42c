using System.Collections.Immutable;
using System.Diagnostics;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Applications.Selection;

/// <summary>How far the selection of an applicant is.</summary>
public enum SelectionState
{
    /// <summary>No interview is planned, and no assessment is recorded.</summary>
    Due,

    /// <summary>An interview is planned, and no assessment is recorded.</summary>
    Planned,

    /// <summary>An assessment is recorded.</summary>
    Assessed,
}

/// <param name="StartsAt">The instant, with the offset of the zone.</param>
/// <param name="Zone">The IANA zone in which it was planned.</param>
/// <param name="Place">Null where it takes place at the link alone.</param>
/// <param name="Link">An https address; null where it takes place at the place alone.</param>
public sealed record Interview(
    PersonId Interviewer,
    DateTimeOffset StartsAt,
    string Zone,
    int Minutes,
    PersonalText? Place,
    PersonalText? Link
);

/// <param name="Role">The role whose rubric has the criterion: <c>mentor</c> or <c>mentee</c>.</param>
/// <param name="Criterion">The title of the criterion.</param>
/// <param name="Score">1 to 5.</param>
public sealed record CriterionScore(ParticipantRole Role, string Criterion, int Score);

/// <summary>What one assessor recorded last.</summary>
public sealed record Assessment(
    Guid By,
    PersonalValue<IReadOnlyList<CriterionScore>> Scores,
    PersonalText Comment,
    DateTimeOffset At
);

/// <summary>The interview and the assessments of an application.</summary>
/// <param name="Interview">Null where none is planned.</param>
/// <param name="Assessments">One for each assessor.</param>
/// <param name="Outcome">As it was when the last assessment was recorded; null before the first one.</param>
public sealed record ApplicationSelection(
    Interview? Interview,
    ImmutableList<Assessment> Assessments,
    PersonalValue<SelectionOutcome>? Outcome
)
{
    public static readonly ApplicationSelection None = new(null, [], null);

    public SelectionState State =>
        Outcome is not null ? SelectionState.Assessed
        : Interview is not null ? SelectionState.Planned
        : SelectionState.Due;

    public ApplicationSelection Apply(SelectionEvent e) =>
        e switch
        {
            InterviewPlanned p => this with { Interview = p.Interview },
            InterviewRescheduled r => this with { Interview = r.Interview },
            InterviewCancelled => this with { Interview = null },
            AssessmentRecorded a => this with
            {
                Assessments = Assessments.With(new(a.By, a.Scores, a.Comment, a.At)),
                Outcome = a.Outcome,
            },
            _ => throw new UnreachableException($"{e} cannot follow {this}."),
        };
}

public static class AssessmentList
{
    /// <summary>With this assessment in the place of an earlier one by the same assessor.</summary>
    public static ImmutableList<Assessment> With(this ImmutableList<Assessment> assessments, Assessment recorded) =>
        assessments.RemoveAll(assessment => assessment.By == recorded.By).Add(recorded);
}
