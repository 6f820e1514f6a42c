using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Applications;

public class ApproveApplicationTests
{
    private readonly DeciderSpec<Application, ApplicationEvent> _story = DeciderSpec.Of<Application, ApplicationEvent>(
        Application.Evolve
    );

    [Fact]
    public void An_application_is_approved() =>
        _story.Given(A.Submitted).When(a => ApproveApplication.Decide(a, A.Program(), A.Now)).Then(A.Approved);

    [Fact]
    public void An_application_is_approved_once() =>
        _story.Given(A.Submitted, A.Approved).When(a => ApproveApplication.Decide(a, A.Program(), A.Now)).ThenNothing();

    [Fact]
    public void Who_is_ready_was_approved() =>
        _story
            .Given(A.Submitted, A.Approved, A.Ready)
            .When(a => ApproveApplication.Decide(a, A.Program(), A.Now))
            .ThenNothing();

    [Fact]
    public void What_was_refused_is_not_approved() =>
        _story
            .Given(A.Submitted, A.Refused)
            .When(a => ApproveApplication.Decide(a, A.Program(), A.Now))
            .ThenRefused(DomainError.Conflict, "refused");

    [Fact]
    public void What_was_withdrawn_is_not_approved() =>
        _story
            .Given(A.Submitted, A.Withdrawn)
            .When(a => ApproveApplication.Decide(a, A.Program(), A.Now))
            .ThenRefused(DomainError.Conflict, "withdrawn");

    [Fact]
    public void A_closed_program_approves_nobody() =>
        _story
            .Given(A.Submitted)
            .When(a => ApproveApplication.Decide(a, A.Program() with { Status = ProgramStatus.Closed }, A.Now))
            .ThenRefused(DomainError.Conflict, "closed");

    [Fact]
    public void No_application_is_not_approved() =>
        _story.When(a => ApproveApplication.Decide(a, A.Program(), A.Now)).ThenRefused(DomainError.NotFound);
}

public class RefuseApplicationTests
{
    private readonly DeciderSpec<Application, ApplicationEvent> _story = DeciderSpec.Of<Application, ApplicationEvent>(
        Application.Evolve
    );

    [Fact]
    public void An_application_is_refused_with_the_reason_sealed_for_the_applicant() =>
        _story.Given(A.Submitted).When(a => RefuseApplication.Decide(a, "Not this time.", A.Now)).Then(A.Refused);

    [Fact]
    public void An_application_is_refused_once() =>
        _story
            .Given(A.Submitted, A.Refused)
            .When(a => RefuseApplication.Decide(a, "Another reason.", A.Now))
            .ThenNothing();

    [Fact]
    public void What_was_approved_is_not_refused() =>
        _story
            .Given(A.Submitted, A.Approved)
            .When(a => RefuseApplication.Decide(a, "No.", A.Now))
            .ThenRefused(DomainError.Conflict);

    [Fact]
    public void What_was_withdrawn_is_not_refused() =>
        _story
            .Given(A.Submitted, A.Withdrawn)
            .When(a => RefuseApplication.Decide(a, "No.", A.Now))
            .ThenRefused(DomainError.Conflict);

    [Fact]
    public void No_application_is_not_refused() =>
        _story.When(a => RefuseApplication.Decide(a, "No.", A.Now)).ThenRefused(DomainError.NotFound);
}

public class WithdrawApplicationTests
{
    private readonly DeciderSpec<Application, ApplicationEvent> _story = DeciderSpec.Of<Application, ApplicationEvent>(
        Application.Evolve
    );

    [Fact]
    public void The_applicant_withdraws_before_an_answer() =>
        _story.Given(A.Submitted).When(a => WithdrawApplication.Decide(a, A.PersonId, A.Now)).Then(A.Withdrawn);

    [Fact]
    public void The_applicant_withdraws_after_approval() =>
        _story
            .Given(A.Submitted, A.Approved, A.Ready)
            .When(a => WithdrawApplication.Decide(a, A.PersonId, A.Now))
            .Then(A.Withdrawn);

    [Fact]
    public void The_applicant_withdraws_once() =>
        _story
            .Given(A.Submitted, A.Withdrawn)
            .When(a => WithdrawApplication.Decide(a, A.PersonId, A.Now))
            .ThenNothing();

    [Fact]
    public void What_was_refused_is_not_withdrawn() =>
        _story
            .Given(A.Submitted, A.Refused)
            .When(a => WithdrawApplication.Decide(a, A.PersonId, A.Now))
            .ThenRefused(DomainError.Conflict);

    [Fact]
    public void Nobody_withdraws_for_another() =>
        _story
            .Given(A.Submitted)
            .When(a => WithdrawApplication.Decide(a, A.ManagerId, A.Now))
            .ThenRefused(DomainError.Forbidden);

    [Fact]
    public void No_application_is_not_withdrawn() =>
        _story.When(a => WithdrawApplication.Decide(a, A.PersonId, A.Now)).ThenRefused(DomainError.NotFound);
}

public class AcceptGuidelinesTests
{
    private static readonly GuidelinesAccepted Accepted = new(A.ApplicationId, A.ProgramId, A.PersonId, 2, A.Now);
    private readonly DeciderSpec<Application, ApplicationEvent> _story = DeciderSpec.Of<Application, ApplicationEvent>(
        Application.Evolve
    );

    [Fact]
    public void The_participant_accepts_the_newer_version() =>
        _story.Given(A.Submitted).When(a => Decide(a, 2)).Then(Accepted);

    [Fact]
    public void A_version_is_accepted_once() =>
        _story.Given(A.Submitted, Accepted).When(a => Decide(a, 2)).ThenNothing();

    [Fact]
    public void A_version_that_is_not_in_force_is_not_accepted() =>
        _story.Given(A.Submitted).When(a => Decide(a, 1)).ThenRefused(DomainError.Conflict, "Version 2");

    [Fact]
    public void Nobody_accepts_for_another() =>
        _story
            .Given(A.Submitted)
            .When(a => AcceptGuidelines.Decide(a, A.Program(guidelinesVersion: 2), 2, A.ManagerId, A.Now))
            .ThenRefused(DomainError.Forbidden);

    [Fact]
    public void What_was_refused_needs_no_guidelines() =>
        _story.Given(A.Submitted, A.Refused).When(a => Decide(a, 2)).ThenRefused(DomainError.Conflict, "open");

    [Fact]
    public void What_was_withdrawn_needs_no_guidelines() =>
        _story.Given(A.Submitted, A.Withdrawn).When(a => Decide(a, 2)).ThenRefused(DomainError.Conflict, "open");

    [Fact]
    public void No_application_needs_no_guidelines() =>
        _story.When(a => Decide(a, 2)).ThenRefused(DomainError.NotFound);

    private static ApplicationEvent[] Decide(Application? application, int version) =>
        AcceptGuidelines.Decide(application, A.Program(guidelinesVersion: 2), version, A.PersonId, A.Now);
}

public class ReadinessTests
{
    private static readonly MentoringProgram Trained = A.Program(
        A.Plan with
        {
            Training =
            [
                new("both", "For all", ParticipantRole.Both),
                new("mentor", "For mentors", ParticipantRole.Mentor),
                new("mentee", "For mentees", ParticipantRole.Mentee),
            ],
        }
    );

    private readonly DeciderSpec<Application, ApplicationEvent> _story = DeciderSpec.Of<Application, ApplicationEvent>(
        Application.Evolve
    );

    [Fact]
    public void Without_required_training_approval_is_enough() =>
        _story
            .Given(A.Submitted, A.Approved)
            .When(a => Readiness.Decide(a, A.Program(), A.Person(), A.Now))
            .Then(A.Ready);

    [Fact]
    public void Training_of_the_own_role_is_enough() =>
        _story
            .Given(A.Submitted, A.Approved)
            .When(a => Readiness.Decide(a, Trained, A.Person(Done("both"), Done("mentor")), A.Now))
            .Then(A.Ready);

    [Fact]
    public void One_open_module_is_too_many() =>
        _story
            .Given(A.Submitted, A.Approved)
            .When(a => Readiness.Decide(a, Trained, A.Person(Done("mentor"), Done("mentee")), A.Now))
            .ThenNothing();

    [Fact]
    public void Who_is_both_needs_the_training_of_both() =>
        _story
            .Given(A.Submitted with { Role = ParticipantRole.Both }, A.Approved)
            .When(a => Readiness.Decide(a, Trained, A.Person(Done("both"), Done("mentor")), A.Now))
            .ThenNothing();

    [Fact]
    public void Old_guidelines_keep_a_person_waiting() =>
        _story
            .Given(A.Submitted, A.Approved)
            .When(a => Readiness.Decide(a, A.Program(guidelinesVersion: 2), A.Person(), A.Now))
            .ThenNothing();

    [Fact]
    public void Accepting_the_new_guidelines_ends_the_wait() =>
        _story
            .Given(A.Submitted, A.Approved, new GuidelinesAccepted(A.ApplicationId, A.ProgramId, A.PersonId, 2, A.Now))
            .When(a => Readiness.Decide(a, A.Program(guidelinesVersion: 2), A.Person(), A.Now))
            .Then(A.Ready);

    [Fact]
    public void Who_was_not_approved_is_not_ready() =>
        _story.Given(A.Submitted).When(a => Readiness.Decide(a, A.Program(), A.Person(), A.Now)).ThenNothing();

    [Fact]
    public void Who_is_ready_does_not_become_so_again() =>
        _story
            .Given(A.Submitted, A.Approved, A.Ready)
            .When(a => Readiness.Decide(a, A.Program(), A.Person(), A.Now))
            .ThenNothing();

    [Fact]
    public void Who_withdrew_does_not_become_ready() =>
        _story
            .Given(A.Submitted, A.Approved, A.Withdrawn)
            .When(a => Readiness.Decide(a, A.Program(), A.Person(), A.Now))
            .ThenNothing();

    private static TrainingCompleted Done(string module) => new(A.PersonId, A.ProgramId, module, A.Now);
}
