using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.Guests;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Applications;

public class SubmitApplicationTests
{
    private static readonly SubmitApplication.Request Request = new(
        TestData.ProgramId.Value,
        ParticipantRole.Mentor,
        1,
        2,
        ["leadership"]
    );
    private readonly DeciderSpec<Application, ApplicationEvent> _spec = DeciderSpec.Of<Application, ApplicationEvent>(
        Application.Evolve
    );

    [Fact]
    public void A_person_who_meets_the_rules_applies() =>
        When(TestData.Program(), TestData.Person(), Request).Then(TestData.Submitted);

    [Fact]
    public void A_failed_rule_rejects_and_says_which()
    {
        var strict = TestData.Program(
            TestData.Plan with
            {
                Eligibility = new() { Mentor = new() { MinJobLevel = 4 } },
            }
        );
        var rules = strict.Plan.Eligibility.Check(
            ParticipantRole.Mentor,
            ["BER", "CHI"],
            TestData.Person(),
            new DateOnly(2027, 3, 1)
        );
        When(strict, TestData.Person(), Request)
            .Then(
                TestData.Submitted with
                {
                    Rules = new(TestData.PersonId.Value, rules),
                },
                new ApplicationRejected(
                    TestData.ApplicationId,
                    TestData.ProgramId,
                    TestData.PersonId,
                    "BER",
                    ParticipantRole.Mentor,
                    ByRule: true,
                    Reason: null,
                    TestData.Now
                )
            );
        rules.Single(r => !r.Passed).Rule.ShouldBe("minJobLevel");
    }

    [Fact]
    public void The_last_day_is_a_day_of_the_program() =>
        When(TestData.Program(TestData.Plan with { Ends = new DateOnly(2027, 3, 1) }), TestData.Person(), Request)
            .Then(TestData.Submitted);

    [Fact]
    public void After_the_last_day_nobody_applies() =>
        When(TestData.Program(TestData.Plan with { Ends = new DateOnly(2027, 2, 28) }), TestData.Person(), Request)
            .ThenThrows(DomainError.Conflict, "no more applications");

    [Fact]
    public void A_rolling_program_has_no_last_day() =>
        When(TestData.Program(TestData.Plan with { Ends = null }), TestData.Person(), Request).Then(TestData.Submitted);

    [Theory]
    [InlineData(true, ProgramFormat.Reciprocal)]
    [InlineData(true, ProgramFormat.Reciprocal, ProgramFormat.Coffee)]
    [InlineData(false, ProgramFormat.Reciprocal, ProgramFormat.OneToOne)]
    [InlineData(false, ProgramFormat.Reciprocal, ProgramFormat.Flash)]
    public void Where_only_peers_are_paired_people_apply_as_both(bool isForPeers, params ProgramFormat[] formats)
    {
        var program = TestData.Program(TestData.Plan with { Formats = formats });
        var decide = () => Decide(program, Request with { Role = ParticipantRole.Mentee, MentorCapacity = 0 });
        if (isForPeers)
            Should.Throw<InvalidFieldException>(decide).Message.ShouldContain("must be both");
        else
            decide().ShouldNotBeEmpty();
        Decide(program, Request with { Role = ParticipantRole.Both, MentorCapacity = 1 }).ShouldNotBeEmpty();
        var several = () => Decide(program, Request with { Role = ParticipantRole.Both, MentorCapacity = 2 });
        if (isForPeers)
            Should.Throw<InvalidFieldException>(several).Message.ShouldContain("one partner");
        else
            several().ShouldNotBeEmpty();

        static ApplicationEvent[] Decide(MentoringProgram program, SubmitApplication.Request request) =>
            SubmitApplication.Decide(TestData.ApplicationId, program, TestData.Person(), null, request, TestData.Now);
    }

    [Fact]
    public void A_closed_program_takes_no_applications() =>
        When(TestData.Program() with { Status = ProgramStatus.Closed }, TestData.Person(), Request)
            .ThenThrows(DomainError.Conflict, "no more applications");

    [Fact]
    public void A_draft_is_not_to_be_seen() =>
        When(TestData.Program() with { Status = ProgramStatus.Draft }, TestData.Person(), Request)
            .ThenThrows(DomainError.NotFound);

    [Fact]
    public void No_program_takes_no_applications() =>
        When(null, TestData.Person(), Request).ThenThrows(DomainError.NotFound);

    [Fact]
    public void Who_has_left_does_not_apply() =>
        When(TestData.Program(), TestData.Person(TestData.Left), Request).ThenThrows(DomainError.Forbidden);

    [Fact]
    public void A_guest_accepts_the_agreement_before_applying()
    {
        var agreement = new BindingAgreement(null, 2, "Behave.");
        var term = new GuestTerm(
            TestData.ManagerId,
            null,
            new(2027, 5, 31),
            new(2027, 5, 31),
            TestData.Now.AddDays(90)
        );
        When(TestData.Program(), Guest(null), Request, agreement)
            .ThenThrows(DomainError.Conflict, "agreement for guests");
        When(TestData.Program(), Guest(1), Request, agreement).ThenThrows(DomainError.Conflict, "agreement for guests");
        When(TestData.Program(), Guest(2), Request, agreement).Then(TestData.Submitted);

        Person Guest(int? accepted) =>
            TestData.Person() with
            {
                Guest = term with { Accepted = accepted is { } version ? new(null, version, TestData.Now) : null },
            };
    }

    [Fact]
    public void Whom_HR_never_named_does_not_apply() =>
        When(TestData.Program(), null, Request).ThenThrows(DomainError.Forbidden);

    [Fact]
    public void The_current_guidelines_are_to_be_accepted() =>
        When(TestData.Program(guidelinesVersion: 2), TestData.Person(), Request)
            .ThenThrows(DomainError.Conflict, "Version 2");

    [Fact]
    public void Goals_are_chosen_from_those_of_the_program() =>
        When(TestData.Program(), TestData.Person(), Request with { Goals = ["leadership", "fame"] })
            .ThenThrows(DomainError.Invalid, "'fame'");

    [Fact]
    public void What_is_added_for_the_matching_is_kept() =>
        When(
                TestData.Program(),
                TestData.Person(),
                Request with
                {
                    TargetField = TestData.Background.TargetField,
                    Fields = TestData.Background.Fields,
                    Values = TestData.Background.Values,
                    Personality = TestData.Background.Personality,
                }
            )
            .Then(TestData.Submitted with { Background = TestData.Personal(TestData.Background) });

    private DeciderResult<ApplicationEvent> When(
        MentoringProgram? program,
        Person? person,
        SubmitApplication.Request request,
        BindingAgreement? agreement = null
    ) =>
        _spec.When(_ =>
            SubmitApplication.Decide(TestData.ApplicationId, program, person, agreement, request, TestData.Now)
        );
}
