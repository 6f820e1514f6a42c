using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Applications;

public class WithdrawApplicationsOfLeaversTests
{
    private readonly DeciderSpec<Application, ApplicationEvent> _spec = DeciderSpec.Of<Application, ApplicationEvent>(
        Application.Evolve
    );

    [Fact]
    public void An_open_application_of_a_leaver_is_withdrawn()
    {
        _spec.Given(TestData.Submitted).When(WithLeaver).Then(TestData.Withdrawn);
        _spec.Given(TestData.Submitted, TestData.Approved).When(WithLeaver).Then(TestData.Withdrawn);
        _spec.Given(TestData.Submitted, TestData.Approved, TestData.Ready).When(WithLeaver).Then(TestData.Withdrawn);
    }

    [Fact]
    public void A_closed_application_stays_as_it_is()
    {
        _spec.Given().When(WithLeaver).ThenNothing();
        _spec.Given(TestData.Submitted, TestData.Withdrawn).When(WithLeaver).ThenNothing();
        _spec.Given(TestData.Submitted, TestData.Refused).When(WithLeaver).ThenNothing();
    }

    [Fact]
    public void A_person_who_is_back_keeps_the_application() =>
        _spec
            .Given(TestData.Submitted)
            .When(a =>
                WithdrawApplicationsOfLeavers.Decide(a, TestData.Person(TestData.Left, TestData.Hired), TestData.Now)
            )
            .ThenNothing();

    private static ApplicationEvent[] WithLeaver(Application? application) =>
        WithdrawApplicationsOfLeavers.Decide(application, TestData.Person(TestData.Left), TestData.Now);
}
