using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Applications;

public class ApproveApplicationTests
{
    private readonly DeciderSpec<Application, ApplicationEvent> _spec = DeciderSpec.Of<Application, ApplicationEvent>(
        Application.Evolve
    );

    [Fact]
    public void An_application_is_approved() =>
        _spec
            .Given(TestData.Submitted)
            .When(a => ApproveApplication.Decide(a, TestData.Program(), null, TestData.Now))
            .Then(TestData.Approved);

    [Fact]
    public void An_application_is_approved_once() =>
        _spec
            .Given(TestData.Submitted, TestData.Approved)
            .When(a => ApproveApplication.Decide(a, TestData.Program(), null, TestData.Now))
            .ThenNothing();

    [Fact]
    public void Who_is_ready_was_approved() =>
        _spec
            .Given(TestData.Submitted, TestData.Approved, TestData.Ready)
            .When(a => ApproveApplication.Decide(a, TestData.Program(), null, TestData.Now))
            .ThenNothing();

    [Fact]
    public void What_was_rejected_is_not_approved() =>
        _spec
            .Given(TestData.Submitted, TestData.Refused)
            .When(a => ApproveApplication.Decide(a, TestData.Program(), null, TestData.Now))
            .ThenThrows(DomainError.Conflict, "rejected");

    [Fact]
    public void What_was_withdrawn_is_not_approved() =>
        _spec
            .Given(TestData.Submitted, TestData.Withdrawn)
            .When(a => ApproveApplication.Decide(a, TestData.Program(), null, TestData.Now))
            .ThenThrows(DomainError.Conflict, "withdrawn");

    [Fact]
    public void A_closed_program_approves_nobody() =>
        _spec
            .Given(TestData.Submitted)
            .When(a =>
                ApproveApplication.Decide(
                    a,
                    TestData.Program() with
                    {
                        Status = ProgramStatus.Closed,
                    },
                    null,
                    TestData.Now
                )
            )
            .ThenThrows(DomainError.Conflict, "closed");

    [Fact]
    public void No_application_is_not_approved() =>
        _spec
            .When(a => ApproveApplication.Decide(a, TestData.Program(), null, TestData.Now))
            .ThenThrows(DomainError.NotFound);
}

public class RejectApplicationTests
{
    private readonly DeciderSpec<Application, ApplicationEvent> _spec = DeciderSpec.Of<Application, ApplicationEvent>(
        Application.Evolve
    );

    [Fact]
    public void An_application_is_rejected_with_the_reason_encrypted_for_the_applicant() =>
        _spec
            .Given(TestData.Submitted)
            .When(a => RejectApplication.Decide(a, "Not this time.", TestData.Now))
            .Then(TestData.Refused);

    [Fact]
    public void An_application_is_rejected_once() =>
        _spec
            .Given(TestData.Submitted, TestData.Refused)
            .When(a => RejectApplication.Decide(a, "Another reason.", TestData.Now))
            .ThenNothing();

    [Fact]
    public void What_was_approved_is_not_rejected() =>
        _spec
            .Given(TestData.Submitted, TestData.Approved)
            .When(a => RejectApplication.Decide(a, "No.", TestData.Now))
            .ThenThrows(DomainError.Conflict);

    [Fact]
    public void What_was_withdrawn_is_not_rejected() =>
        _spec
            .Given(TestData.Submitted, TestData.Withdrawn)
            .When(a => RejectApplication.Decide(a, "No.", TestData.Now))
            .ThenThrows(DomainError.Conflict);

    [Fact]
    public void No_application_is_not_rejected() =>
        _spec.When(a => RejectApplication.Decide(a, "No.", TestData.Now)).ThenThrows(DomainError.NotFound);
}

public class WithdrawApplicationTests
{
    private readonly DeciderSpec<Application, ApplicationEvent> _spec = DeciderSpec.Of<Application, ApplicationEvent>(
        Application.Evolve
    );

    [Fact]
    public void The_applicant_withdraws_before_an_answer() =>
        _spec
            .Given(TestData.Submitted)
            .When(a => WithdrawApplication.Decide(a, TestData.PersonId, TestData.Now))
            .Then(TestData.Withdrawn);

    [Fact]
    public void The_applicant_withdraws_after_approval() =>
        _spec
            .Given(TestData.Submitted, TestData.Approved, TestData.Ready)
            .When(a => WithdrawApplication.Decide(a, TestData.PersonId, TestData.Now))
            .Then(TestData.Withdrawn);

    [Fact]
    public void The_applicant_withdraws_once() =>
        _spec
            .Given(TestData.Submitted, TestData.Withdrawn)
            .When(a => WithdrawApplication.Decide(a, TestData.PersonId, TestData.Now))
            .ThenNothing();

    [Fact]
    public void What_was_rejected_is_not_withdrawn() =>
        _spec
            .Given(TestData.Submitted, TestData.Refused)
            .When(a => WithdrawApplication.Decide(a, TestData.PersonId, TestData.Now))
            .ThenThrows(DomainError.Conflict);

    [Fact]
    public void Nobody_withdraws_for_another() =>
        _spec
            .Given(TestData.Submitted)
            .When(a => WithdrawApplication.Decide(a, TestData.ManagerId, TestData.Now))
            .ThenThrows(DomainError.Forbidden);

    [Fact]
    public void No_application_is_not_withdrawn() =>
        _spec
            .When(a => WithdrawApplication.Decide(a, TestData.PersonId, TestData.Now))
            .ThenThrows(DomainError.NotFound);
}

public class AcceptGuidelinesTests
{
    private static readonly GuidelinesAccepted Accepted = new(
        TestData.ApplicationId,
        TestData.ProgramId,
        TestData.PersonId,
        2,
        TestData.Now
    );
    private readonly DeciderSpec<Application, ApplicationEvent> _spec = DeciderSpec.Of<Application, ApplicationEvent>(
        Application.Evolve
    );

    [Fact]
    public void The_participant_accepts_the_newer_version() =>
        _spec.Given(TestData.Submitted).When(a => Decide(a, 2)).Then(Accepted);

    [Fact]
    public void A_version_is_accepted_once() =>
        _spec.Given(TestData.Submitted, Accepted).When(a => Decide(a, 2)).ThenNothing();

    [Fact]
    public void A_version_that_is_not_in_force_is_not_accepted() =>
        _spec.Given(TestData.Submitted).When(a => Decide(a, 1)).ThenThrows(DomainError.Conflict, "Version 2");

    [Fact]
    public void Nobody_accepts_for_another() =>
        _spec
            .Given(TestData.Submitted)
            .When(a =>
                AcceptGuidelines.Decide(a, TestData.Program(guidelinesVersion: 2), 2, TestData.ManagerId, TestData.Now)
            )
            .ThenThrows(DomainError.Forbidden);

    [Fact]
    public void What_was_rejected_needs_no_guidelines() =>
        _spec
            .Given(TestData.Submitted, TestData.Refused)
            .When(a => Decide(a, 2))
            .ThenThrows(DomainError.Conflict, "open");

    [Fact]
    public void What_was_withdrawn_needs_no_guidelines() =>
        _spec
            .Given(TestData.Submitted, TestData.Withdrawn)
            .When(a => Decide(a, 2))
            .ThenThrows(DomainError.Conflict, "open");

    [Fact]
    public void No_application_needs_no_guidelines() => _spec.When(a => Decide(a, 2)).ThenThrows(DomainError.NotFound);

    private static ApplicationEvent[] Decide(Application? application, int version) =>
        AcceptGuidelines.Decide(
            application,
            TestData.Program(guidelinesVersion: 2),
            version,
            TestData.PersonId,
            TestData.Now
        );
}
