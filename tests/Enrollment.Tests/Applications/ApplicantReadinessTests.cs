using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Applications;

public class ApplicantReadinessTests
{
    private static readonly MentoringProgram Trained = TestData.Program(
        TestData.Plan with
        {
            Training =
            [
                new("both", "For all", ParticipantRole.Both),
                new("mentor", "For mentors", ParticipantRole.Mentor),
                new("mentee", "For mentees", ParticipantRole.Mentee),
            ],
        }
    );

    /// <summary>The day after the first of March 2028.</summary>
    private static readonly DateTimeOffset YearLapses = new(2028, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly MentoringProgram Lapsing = TestData.Program(
        TestData.Plan with
        {
            Training =
            [
                new("once", "For mentees", ParticipantRole.Mentee),
                new("long", "Every two years", ParticipantRole.Mentor, ValidMonths: 24),
                new("year", "Yearly", ParticipantRole.Both, ValidMonths: 12),
            ],
        }
    );

    private static readonly MentoringProgram WithoutValidity = TestData.Program(
        TestData.Plan with
        {
            Training = [new("year", "Once", ParticipantRole.Both)],
        }
    );

    private static readonly Person Complete = TestData.Person(Done("long"), Done("year"));

    private static readonly ApplicantBecameReady ReadyForAYear = TestData.Ready with { TrainingLapsesAt = YearLapses };

    private static readonly ApplicantNoLongerReady Lapsed = TestData.NoLongerReady with
    {
        Modules = ["year"],
        At = YearLapses,
    };

    private readonly DeciderSpec<Application, ApplicationEvent> _spec = DeciderSpec.Of<Application, ApplicationEvent>(
        Application.Evolve
    );

    [Fact]
    public void Without_required_training_approval_is_enough() =>
        _spec
            .Given(TestData.Submitted, TestData.Approved)
            .When(a => ApplicantReadiness.Decide(a, TestData.Program(), TestData.Person(), TestData.Now))
            .Then(TestData.Ready);

    [Fact]
    public void Training_of_the_own_role_is_enough() =>
        _spec
            .Given(TestData.Submitted, TestData.Approved)
            .When(a =>
                ApplicantReadiness.Decide(a, Trained, TestData.Person(Done("both"), Done("mentor")), TestData.Now)
            )
            .Then(TestData.Ready);

    [Fact]
    public void One_open_module_is_too_many() =>
        _spec
            .Given(TestData.Submitted, TestData.Approved)
            .When(a =>
                ApplicantReadiness.Decide(a, Trained, TestData.Person(Done("mentor"), Done("mentee")), TestData.Now)
            )
            .ThenNothing();

    [Fact]
    public void Who_is_both_needs_the_training_of_both() =>
        _spec
            .Given(TestData.Submitted with { Role = ParticipantRole.Both }, TestData.Approved)
            .When(a =>
                ApplicantReadiness.Decide(a, Trained, TestData.Person(Done("both"), Done("mentor")), TestData.Now)
            )
            .ThenNothing();

    [Fact]
    public void Old_guidelines_keep_a_person_waiting() =>
        _spec
            .Given(TestData.Submitted, TestData.Approved)
            .When(a =>
                ApplicantReadiness.Decide(a, TestData.Program(guidelinesVersion: 2), TestData.Person(), TestData.Now)
            )
            .ThenNothing();

    [Fact]
    public void Accepting_the_new_guidelines_ends_the_wait() =>
        _spec
            .Given(
                TestData.Submitted,
                TestData.Approved,
                new GuidelinesAccepted(TestData.ApplicationId, TestData.ProgramId, TestData.PersonId, 2, TestData.Now)
            )
            .When(a =>
                ApplicantReadiness.Decide(a, TestData.Program(guidelinesVersion: 2), TestData.Person(), TestData.Now)
            )
            .Then(TestData.Ready);

    [Fact]
    public void Who_was_not_approved_is_not_ready() =>
        _spec
            .Given(TestData.Submitted)
            .When(a => ApplicantReadiness.Decide(a, TestData.Program(), TestData.Person(), TestData.Now))
            .ThenNothing();

    [Fact]
    public void Who_is_ready_does_not_become_so_again() =>
        _spec
            .Given(TestData.Submitted, TestData.Approved, TestData.Ready)
            .When(a => ApplicantReadiness.Decide(a, TestData.Program(), TestData.Person(), TestData.Now))
            .ThenNothing();

    [Fact]
    public void Who_withdrew_does_not_become_ready() =>
        _spec
            .Given(TestData.Submitted, TestData.Approved, TestData.Withdrawn)
            .When(a => ApplicantReadiness.Decide(a, TestData.Program(), TestData.Person(), TestData.Now))
            .ThenNothing();

    [Fact]
    public void Ready_says_when_the_first_required_module_lapses() =>
        _spec
            .Given(TestData.Submitted, TestData.Approved)
            .When(a => ApplicantReadiness.Decide(a, Lapsing, Complete, TestData.Now))
            .Then(ReadyForAYear);

    [Fact]
    public void A_module_that_lapsed_before_the_others_were_complete_is_open() =>
        _spec
            .Given(TestData.Submitted, TestData.Approved)
            .When(a => ApplicantReadiness.Decide(a, Lapsing, Complete, YearLapses))
            .ThenNothing();

    [Fact]
    public void Before_training_lapses_nothing_happens() =>
        _spec
            .Given(TestData.Submitted, TestData.Approved, ReadyForAYear)
            .When(a => ApplicantReadiness.Decide(a, Lapsing, Complete, YearLapses.AddTicks(-1)))
            .ThenNothing();

    [Fact]
    public void When_training_lapses_the_applicant_is_no_longer_ready() =>
        _spec
            .Given(TestData.Submitted, TestData.Approved, ReadyForAYear)
            .When(a => ApplicantReadiness.Decide(a, Lapsing, Complete, YearLapses))
            .Then(Lapsed);

    [Fact]
    public void Training_lapses_once() =>
        _spec
            .Given(TestData.Submitted, TestData.Approved, ReadyForAYear, Lapsed)
            .When(a => ApplicantReadiness.Decide(a, Lapsing, Complete, YearLapses))
            .ThenNothing();

    [Fact]
    public void A_refresher_makes_ready_again_with_the_old_waiting_time() =>
        _spec
            .Given(TestData.Submitted, TestData.Approved, ReadyForAYear, Lapsed)
            .When(a => ApplicantReadiness.Decide(a, Lapsing, RefreshedAt(YearLapses), YearLapses))
            .Then(TestData.Ready with { At = YearLapses, TrainingLapsesAt = new(2029, 3, 2, 0, 0, 0, TimeSpan.Zero) });

    [Fact]
    public void A_refresher_in_time_moves_the_deadline()
    {
        var now = YearLapses.AddDays(-10);
        _spec
            .Given(TestData.Submitted, TestData.Approved, ReadyForAYear)
            .When(a => ApplicantReadiness.Decide(a, Lapsing, RefreshedAt(now), now))
            .Then(ValidityChanged(new(2029, 2, 22, 0, 0, 0, TimeSpan.Zero), now));
    }

    [Fact]
    public void A_module_that_gets_a_validity_lapses_as_of_its_completion() =>
        _spec
            .Given(TestData.Submitted, TestData.Approved, TestData.Ready)
            .When(a => ApplicantReadiness.Decide(a, Lapsing, Complete, TestData.Now))
            .Then(ValidityChanged(YearLapses, TestData.Now));

    [Fact]
    public void A_module_that_gets_a_validity_may_have_lapsed_at_once() =>
        _spec
            .Given(TestData.Submitted, TestData.Approved, TestData.Ready)
            .When(a => ApplicantReadiness.Decide(a, Lapsing, Complete, YearLapses))
            .Then(Lapsed);

    [Fact]
    public void A_module_that_loses_its_validity_makes_ready_again() =>
        _spec
            .Given(TestData.Submitted, TestData.Approved, ReadyForAYear, Lapsed)
            .When(a => ApplicantReadiness.Decide(a, WithoutValidity, Complete, YearLapses))
            .Then(TestData.Ready with { At = YearLapses });

    [Fact]
    public void A_module_that_loses_its_validity_in_time_never_lapses() =>
        _spec
            .Given(TestData.Submitted, TestData.Approved, ReadyForAYear)
            .When(a => ApplicantReadiness.Decide(a, WithoutValidity, Complete, TestData.Now))
            .Then(ValidityChanged(null, TestData.Now));

    [Fact]
    public void A_new_module_is_completed_before_the_next_match() =>
        _spec
            .Given(TestData.Submitted, TestData.Approved, TestData.Ready)
            .When(a =>
                ApplicantReadiness.Decide(a, Trained, TestData.Person(Done("both"), Done("mentee")), TestData.Now)
            )
            .Then(TestData.NoLongerReady with { Reason = NoLongerReadyReason.TrainingRequired, Modules = ["mentor"] });

    [Fact]
    public void Newer_guidelines_alone_leave_an_applicant_ready() =>
        _spec
            .Given(TestData.Submitted, TestData.Approved, TestData.Ready)
            .When(a =>
                ApplicantReadiness.Decide(a, TestData.Program(guidelinesVersion: 2), TestData.Person(), TestData.Now)
            )
            .ThenNothing();

    [Fact]
    public void In_a_closed_program_nothing_lapses() =>
        _spec
            .Given(TestData.Submitted, TestData.Approved, ReadyForAYear)
            .When(a =>
                ApplicantReadiness.Decide(a, Lapsing with { Status = ProgramStatus.Closed }, Complete, YearLapses)
            )
            .Then(ValidityChanged(null, YearLapses));

    private static Person RefreshedAt(DateTimeOffset at) =>
        TestData.Person(Done("long"), Done("year"), Done("year") with { At = at });

    private static TrainingValidityChanged ValidityChanged(DateTimeOffset? lapsesAt, DateTimeOffset now) =>
        new(TestData.ApplicationId, TestData.ProgramId, TestData.PersonId, lapsesAt, now);

    private static TrainingCompleted Done(string module) =>
        new(TestData.PersonId, TestData.ProgramId, module, TestData.Now);
}
