using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Applications;

public class RecheckApplicationsTests
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
            .When(a => Recheck(a, TestData.Person(TestData.Left, TestData.Hired)))
            .ThenNothing();

    [Fact]
    public void A_mover_to_a_site_without_the_program_is_withdrawn_and_sees_the_rule()
    {
        var withdrawn = Application.Evolve(
            TestData.Application(TestData.Approved),
            Recheck(TestData.Application(), MovedTo("NYC")).Single()
        );

        withdrawn.Status.ShouldBe(ApplicationStatus.Withdrawn);
        var rule = withdrawn.Rules.ShouldHaveSingleItem();
        rule.Passed.ShouldBeFalse();
        rule.Explanation.ShouldBe("The program runs at BER, CHI; you work at NYC.");
    }

    [Fact]
    public void A_mover_to_another_site_of_the_program_keeps_the_application() =>
        _spec.Given(TestData.Submitted).When(a => Recheck(a, MovedTo("CHI"))).ThenNothing();

    [Fact]
    public void A_rule_that_came_after_the_application_is_not_asked_of_a_mover()
    {
        var stricter = new Eligibility { Mentor = new() { MinJobLevel = 99 } };
        _spec
            .Given(TestData.Submitted)
            .When(a => Recheck(a, MovedTo("CHI"), TestData.Plan with { Eligibility = stricter }))
            .ThenNothing();
    }

    [Fact]
    public void What_the_person_declared_less_of_meanwhile_withdraws_nothing()
    {
        var hours = new RuleResult(ParticipantRole.Mentor, "hoursPerMonth", true, "Enough.", ["160"], "200");
        var demanding = new Eligibility { Mentor = new() { HoursPerMonth = 160 } };
        var submitted = TestData.Submitted with { Rules = new(TestData.PersonId.Value, [hours]) };
        _spec
            .Given(submitted)
            .When(a => Recheck(a, MovedTo("CHI"), TestData.Plan with { Eligibility = demanding }))
            .ThenNothing();
    }

    private static ApplicationEvent[] WithLeaver(Application? application) =>
        Recheck(application, TestData.Person(TestData.Left));

    private static ApplicationEvent[] Recheck(Application? application, Person person, ProgramPlan? plan = null) =>
        RecheckApplications.Decide(application, person, TestData.Program(plan), TestData.Now);

    private static Person MovedTo(string site) =>
        TestData.Person(
            new PersonChanged(
                TestData.PersonId,
                null,
                null,
                null,
                TestData.Stored(TestData.Work with { SiteCode = site }),
                null,
                TestData.Now
            )
        );
}
