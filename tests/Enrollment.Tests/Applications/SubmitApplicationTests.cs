using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Applications;

public class SubmitApplicationTests
{
    private static readonly SubmitApplication.Request Request = new(
        A.ProgramId.Value,
        ParticipantRole.Mentor,
        1,
        2,
        ["leadership"]
    );
    private readonly DeciderSpec<Application, ApplicationEvent> _story = DeciderSpec.Of<Application, ApplicationEvent>(
        Application.Evolve
    );

    [Fact]
    public void A_person_who_meets_the_rules_applies() => When(A.Program(), A.Person(), Request).Then(A.Submitted);

    [Fact]
    public void A_failed_rule_refuses_and_says_which()
    {
        var strict = A.Program(A.Plan with { Eligibility = new() { Mentor = new() { MinJobLevel = 4 } } });
        var rules = strict.Plan.Eligibility.Check(
            ParticipantRole.Mentor,
            ["BER", "CHI"],
            A.Person(),
            new DateOnly(2027, 3, 1)
        );
        When(strict, A.Person(), Request)
            .Then(
                A.Submitted with
                {
                    Rules = rules,
                },
                new ApplicationRefused(
                    A.ApplicationId,
                    A.ProgramId,
                    A.PersonId,
                    "BER",
                    ParticipantRole.Mentor,
                    ByRule: true,
                    Reason: null,
                    A.Now
                )
            );
        rules.Single(r => !r.Passed).Rule.ShouldBe("minJobLevel");
    }

    [Fact]
    public void The_last_day_is_a_day_of_the_program() =>
        When(A.Program(A.Plan with { Ends = new DateOnly(2027, 3, 1) }), A.Person(), Request).Then(A.Submitted);

    [Fact]
    public void After_the_last_day_nobody_applies() =>
        When(A.Program(A.Plan with { Ends = new DateOnly(2027, 2, 28) }), A.Person(), Request)
            .ThenRefused(DomainError.Conflict, "no more applications");

    [Fact]
    public void A_rolling_program_has_no_last_day() =>
        When(A.Program(A.Plan with { Ends = null }), A.Person(), Request).Then(A.Submitted);

    [Fact]
    public void A_closed_program_takes_no_applications() =>
        When(A.Program() with { Status = ProgramStatus.Closed }, A.Person(), Request)
            .ThenRefused(DomainError.Conflict, "no more applications");

    [Fact]
    public void A_draft_is_not_to_be_seen() =>
        When(A.Program() with { Status = ProgramStatus.Draft }, A.Person(), Request).ThenRefused(DomainError.NotFound);

    [Fact]
    public void No_program_takes_no_applications() => When(null, A.Person(), Request).ThenRefused(DomainError.NotFound);

    [Fact]
    public void Who_has_left_does_not_apply() =>
        When(A.Program(), A.Person(A.Left), Request).ThenRefused(DomainError.Forbidden);

    [Fact]
    public void Whom_HR_never_named_does_not_apply() =>
        When(A.Program(), null, Request).ThenRefused(DomainError.Forbidden);

    [Fact]
    public void The_current_guidelines_are_to_be_accepted() =>
        When(A.Program(guidelinesVersion: 2), A.Person(), Request).ThenRefused(DomainError.Conflict, "Version 2");

    [Fact]
    public void Goals_are_chosen_from_those_of_the_program() =>
        When(A.Program(), A.Person(), Request with { Goals = ["leadership", "fame"] })
            .ThenRefused(DomainError.Invalid, "'fame'");

    [Fact]
    public void What_is_added_for_the_matching_is_kept() =>
        When(
                A.Program(),
                A.Person(),
                Request with
                {
                    TargetField = A.Background.TargetField,
                    Fields = A.Background.Fields,
                    Values = A.Background.Values,
                    Personality = A.Background.Personality,
                }
            )
            .Then(A.Submitted with { Background = A.Personal(A.Background) });

    private Outcome<ApplicationEvent> When(
        MentoringProgram? program,
        Person? person,
        SubmitApplication.Request request
    ) => _story.When(_ => SubmitApplication.Decide(A.ApplicationId, program, person, request, A.Now));
}
