using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.Applications.Selection;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Selection;

public class SelectionDecisionTests
{
    private static readonly Guid By = TestData.ManagerId.Value;

    private static readonly Person Assessor = PersonWith(TestData.AssessorId, manager: null);

    private readonly DeciderSpec<Application, ApplicationEvent> _submitted = DeciderSpec
        .Of<Application, ApplicationEvent>(Application.Evolve)
        .Given(TestData.Submitted);

    [Fact]
    public void An_interview_is_planned_once_and_can_be_planned_anew()
    {
        Plan(_submitted).Then(TestData.InterviewPlanned);
        var planned = _submitted.Given(TestData.InterviewPlanned);
        Plan(planned).ThenNothing();
        Plan(planned, Request with { Minutes = 45 }).Then(TestData.InterviewRescheduled);
        Plan(planned.Given(TestData.InterviewCancelled)).Then(TestData.InterviewPlanned);
    }

    [Fact]
    public void The_time_is_that_of_the_zone_and_without_one_that_of_the_applicant()
    {
        Plan(_submitted, Request with { Zone = null }).Then(TestData.InterviewPlanned);
        Plan(_submitted, Request with { Zone = "America/Chicago", Start = "2027-03-09T17:00" })
            .Then(
                TestData.InterviewPlanned with
                {
                    Interview = TestData.InterviewPlanned.Interview with
                    {
                        StartsAt = new(2027, 3, 9, 17, 0, 0, TimeSpan.FromHours(-6)),
                        Zone = "America/Chicago",
                    },
                }
            );
    }

    [Fact]
    public void A_wall_time_that_a_clock_change_skips_is_an_hour_later() =>
        Plan(_submitted, Request with { Start = "2027-03-28T02:30" })
            .Then(
                TestData.InterviewPlanned with
                {
                    Interview = TestData.InterviewPlanned.Interview with
                    {
                        StartsAt = new(2027, 3, 28, 3, 30, 0, TimeSpan.FromHours(2)),
                    },
                }
            );

    [Theory]
    [InlineData("2027-03-01T10:00")]
    [InlineData("2029-03-01T10:00")]
    public void An_interview_is_in_the_near_future(string start) =>
        Plan(_submitted, Request with { Start = start }).ThenThrows(DomainError.Invalid, "start");

    [Fact]
    public void The_applicant_and_their_reporting_line_do_not_interview()
    {
        Plan(_submitted, interviewer: TestData.Person()).ThenThrows(DomainError.Invalid, "interviewer");
        Plan(_submitted, interviewer: PersonWith(TestData.ManagerId, manager: null))
            .ThenThrows(DomainError.Invalid, "manager");
        Plan(_submitted, interviewer: PersonWith(TestData.AssessorId, TestData.PersonId))
            .ThenThrows(DomainError.Invalid, "reports to them");
        _submitted
            .When(a => PlanInterview.Decide(Applicant(a), null, Request, By, TestData.Now))
            .ThenThrows(DomainError.Invalid, "role coordinator");
    }

    [Fact]
    public void Only_an_application_that_waits_is_interviewed_and_assessed()
    {
        foreach (var decided in (ApplicationEvent[])[TestData.Approved, TestData.Refused, TestData.Withdrawn])
        {
            Plan(_submitted.Given(decided)).ThenThrows(DomainError.Conflict, "waits for an answer");
            Assess(_submitted.Given(decided)).ThenThrows(DomainError.Conflict, "waits for an answer");
            Cancel(_submitted.Given(TestData.InterviewPlanned, decided)).ThenThrows(DomainError.Conflict);
        }
    }

    [Fact]
    public void A_program_without_a_selection_has_no_interviews_and_no_assessments()
    {
        Plan(_submitted, plan: new()).ThenThrows(DomainError.Conflict, "asks for no interview");
        Assess(_submitted, plan: new()).ThenThrows(DomainError.Conflict, "asks for no interview");
    }

    [Fact]
    public void An_interview_is_cancelled_once()
    {
        Cancel(_submitted.Given(TestData.InterviewPlanned)).Then(TestData.InterviewCancelled);
        Cancel(_submitted).ThenNothing();
        Cancel(_submitted.Given(TestData.InterviewPlanned, TestData.InterviewCancelled)).ThenNothing();
    }

    [Fact]
    public void An_assessment_is_recorded_once_and_can_be_recorded_again()
    {
        Assess(_submitted).Then(TestData.AssessmentRecorded);
        var assessed = _submitted.Given(TestData.AssessmentRecorded);
        Assess(assessed).ThenNothing();
        Assess(assessed, 5, 5).Then(TestData.Assessed(5, 5));
    }

    [Fact]
    public void The_outcome_counts_the_last_assessment_of_each_assessor()
    {
        var state = StateAfter(TestData.AssessmentRecorded with { By = By }, TestData.AssessmentRecorded);
        var decided = Assess(Applicant(state), 5, 4).ShouldHaveSingleItem();
        var outcome = decided.ShouldBeOfType<AssessmentRecorded>().Outcome.Value!;
        // Listening (4 + 5) / 2, openness (2 + 4) / 2.
        outcome.Roles.ShouldHaveSingleItem().Criteria.Select(c => c.Mean).ShouldBe([4.5m, 3m]);
        outcome.Score.ShouldBe(4.13m);
        StateAfter(TestData.AssessmentRecorded, (ApplicationEvent)decided)
            .Selection.Assessments.ShouldHaveSingleItem()
            .Scores.Value!.Select(s => s.Score)
            .ShouldBe([5, 4]);
    }

    [Fact]
    public void The_applicant_and_their_reporting_line_do_not_assess()
    {
        Assess(_submitted, by: TestData.PersonId, assessor: TestData.Person())
            .ThenThrows(DomainError.Forbidden, "reports to the other");
        Assess(_submitted, by: TestData.ManagerId, assessor: PersonWith(TestData.ManagerId, manager: null))
            .ThenThrows(DomainError.Forbidden, "reports to the other");
        Assess(_submitted, by: TestData.AssessorId, assessor: PersonWith(TestData.AssessorId, TestData.PersonId))
            .ThenThrows(DomainError.Forbidden, "reports to the other");
    }

    [Fact]
    public void An_account_without_a_person_assesses() =>
        _submitted
            .When(a =>
                RecordAssessment.Decide(Applicant(a), null, Scores(4, 2), TestData.AssessorId.Value, TestData.Now)
            )
            .Then(TestData.AssessmentRecorded);

    [Fact]
    public void Each_criterion_has_one_score()
    {
        var (listening, openness) = (Score("Listening"), Score("Openness"));
        foreach (
            var scores in (CriterionScore[][])
                [
                    [],
                    [listening],
                    [listening, listening],
                    [listening, openness, openness],
                    [listening, Score("Patience")],
                    [listening, openness with { Role = ParticipantRole.Mentee }],
                ]
        )
            _submitted
                .When(a =>
                    RecordAssessment.Decide(
                        Applicant(a),
                        Assessor,
                        new(scores, "Why."),
                        Assessor.Id.Value,
                        TestData.Now
                    )
                )
                .ThenThrows(DomainError.Invalid, "Listening (mentor), Openness (mentor)");
    }

    [Fact]
    public void Without_an_assessment_nothing_is_approved()
    {
        Approve(_submitted).ThenThrows(DomainError.Conflict, "Record one, then approve");
        Approve(_submitted, reason: "I know her.").ThenThrows(DomainError.Conflict, "Record one, then approve");
        Approve(_submitted.Given(TestData.InterviewPlanned)).ThenThrows(DomainError.Conflict, "interview");
        Approve(_submitted, plan: new()).Then(TestData.Approved);
        Approve(_submitted, plan: new() { Mentee = TestData.Selection.Mentor }).Then(TestData.Approved);
    }

    [Fact]
    public void An_approval_below_the_minimum_has_a_reason()
    {
        Approve(_submitted.Given(TestData.AssessmentRecorded)).Then(TestData.Approved);
        var below = _submitted.Given(TestData.Assessed(3, 3));
        Approve(below).ThenThrows(DomainError.Conflict, "with a reason");
        Approve(below, reason: "No other mentor.")
            .Then(TestData.Approved with { Reason = TestData.PersonalText("No other mentor.") });
        Approve(below.Given(TestData.Approved)).ThenNothing();
    }

    [Fact]
    public void The_state_says_how_far_the_selection_is()
    {
        StateAfter().Selection.State.ShouldBe(SelectionState.Due);
        StateAfter(TestData.InterviewPlanned).Selection.State.ShouldBe(SelectionState.Planned);
        StateAfter(TestData.InterviewPlanned, TestData.InterviewCancelled).Selection.State.ShouldBe(SelectionState.Due);
        StateAfter(TestData.InterviewPlanned, TestData.AssessmentRecorded)
            .Selection.State.ShouldBe(SelectionState.Assessed);
    }

    private static readonly PlanInterview.Request Request = new(
        TestData.AssessorId.Value,
        "2027-03-09T17:00",
        30,
        "Europe/Berlin",
        "Room 4",
        "https://meet.example.com/4"
    );

    private static Person PersonWith(PersonId id, PersonId? manager) =>
        TestData.Person() with
        {
            Id = id,
            Employment = TestData.Work with { Manager = manager },
        };

    private static Application StateAfter(params ApplicationEvent[] events) => TestData.Application(events);

    private static Applicant Applicant(Application? application, SelectionPlan? plan = null) =>
        new(application!, TestData.Person(), (plan ?? TestData.Selection).For(application!.Role));

    private static CriterionScore Score(string criterion, int score = 4) =>
        new(ParticipantRole.Mentor, criterion, score);

    // Not in the order of the rubric.
    private static RecordAssessment.Request Scores(int listening, int openness) =>
        new([Score("Openness", openness), Score("Listening", listening)], "Asks good questions.");

    private static DeciderResult<ApplicationEvent> Plan(
        DeciderSpec<Application, ApplicationEvent> spec,
        PlanInterview.Request? request = null,
        Person? interviewer = null,
        SelectionPlan? plan = null
    ) =>
        spec.When(a =>
            PlanInterview.Decide(Applicant(a, plan), interviewer ?? Assessor, request ?? Request, By, TestData.Now)
        );

    private static DeciderResult<ApplicationEvent> Cancel(DeciderSpec<Application, ApplicationEvent> spec) =>
        spec.When(a => CancelInterview.Decide(a!, By, TestData.Now));

    private static DeciderResult<ApplicationEvent> Assess(
        DeciderSpec<Application, ApplicationEvent> spec,
        int listening = 4,
        int openness = 2,
        SelectionPlan? plan = null,
        PersonId? by = null,
        Person? assessor = null
    ) => spec.When(a => Assess(Applicant(a, plan), listening, openness, by, assessor));

    private static ApplicationEvent[] Assess(
        Applicant applicant,
        int listening,
        int openness,
        PersonId? by = null,
        Person? assessor = null
    ) =>
        RecordAssessment.Decide(
            applicant,
            assessor ?? Assessor,
            Scores(listening, openness),
            (by ?? TestData.AssessorId).Value,
            TestData.Now
        );

    private static DeciderResult<ApplicationEvent> Approve(
        DeciderSpec<Application, ApplicationEvent> spec,
        string? reason = null,
        SelectionPlan? plan = null
    ) =>
        spec.When(a =>
            ApproveApplication.Decide(
                a,
                TestData.Program(TestData.Plan with { Selection = plan ?? TestData.Selection }),
                reason,
                TestData.Now
            )
        );
}
