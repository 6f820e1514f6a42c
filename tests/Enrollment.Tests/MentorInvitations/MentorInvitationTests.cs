using PeerNetwork.Contracts.Engagement;
using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.MentorInvitations;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.MentorInvitations;

public class MentorInvitationTests
{
    private static readonly Guid Another = new("00000000-0000-7000-8000-0000000000f2");

    private static readonly MentorshipClosed Completed = new(
        TestData.Invited.Mentorship!.Value,
        9,
        TestData.ProgramId.Value,
        "oneToOne",
        [new(TestData.ManagerId.Value, "mentor"), new(TestData.PersonId.Value, "mentee")],
        "BER",
        "completed",
        6,
        TestData.Now
    );

    private readonly DeciderSpec<MentorInvitation, MentorInvitationEvent> _spec = DeciderSpec.Of<
        MentorInvitation,
        MentorInvitationEvent
    >(MentorInvitation.Evolve);

    [Fact]
    public void After_a_completed_mentorship_the_mentee_is_invited_for_90_days()
    {
        TestData.Invited.ExpiresAt.ShouldBe(TestData.Now.AddDays(90));
        Close(_spec, Completed).Then(TestData.Invited);
    }

    [Theory]
    [InlineData("endedEarly")]
    [InlineData("neverStarted")]
    [InlineData("programEnded")]
    [InlineData("personLeft")]
    [InlineData("an outcome of later")]
    public void After_another_outcome_there_is_no_invitation(string outcome) =>
        Close(_spec, Completed with { Outcome = outcome }).ThenNothing();

    [Fact]
    public void A_message_that_comes_twice_invites_once()
    {
        Close(_spec.Given(TestData.Invited), Completed).ThenNothing();
        Close(_spec.Given(TestData.Invited, TestData.InvitationTakenUp), Completed).ThenNothing();
        Close(_spec.Given(TestData.Invited, TestData.InvitationExpired), Completed).ThenNothing();
    }

    [Fact]
    public void While_an_invitation_is_open_another_mentorship_brings_no_second_one() =>
        Close(_spec.Given(TestData.Invited), Completed with { Mentorship = Another }).ThenNothing();

    [Fact]
    public void A_person_who_declined_is_not_invited_again() =>
        Close(_spec.Given(TestData.Invited, TestData.InvitationDeclined), Completed with { Mentorship = Another })
            .ThenNothing();

    [Fact]
    public void After_an_invitation_has_ended_another_mentorship_brings_another_one()
    {
        var again = TestData.Invited with { Mentorship = Another };
        foreach (var end in (MentorInvitationEvent[])[TestData.InvitationExpired, TestData.InvitationTakenUp])
            Close(_spec.Given(TestData.Invited, end), Completed with { Mentorship = Another }).Then(again);
    }

    [Fact]
    public void A_person_who_has_applied_as_mentor_is_not_invited() =>
        Close(_spec, Completed, applied: true).ThenNothing();

    [Fact]
    public void A_person_who_is_not_active_is_not_invited()
    {
        Close(_spec, Completed, person: TestData.Person(TestData.Left)).ThenNothing();
        _spec
            .When(i => WhenMentorshipClosed.Decide(i, Completed, TestData.Program(), null, false, TestData.Now))
            .ThenNothing();
    }

    [Fact]
    public void A_program_that_takes_no_applications_invites_no_person()
    {
        Close(_spec, Completed, TestData.Program() with { Status = ProgramStatus.Closed }).ThenNothing();
        Close(_spec, Completed, TestData.Program(TestData.Plan with { Ends = new(2027, 2, 28) })).ThenNothing();
        _spec
            .When(i => WhenMentorshipClosed.Decide(i, Completed, null, TestData.Person(), false, TestData.Now))
            .ThenNothing();
    }

    [Fact]
    public void A_rule_that_HR_decides_keeps_a_person_from_being_invited() =>
        Close(_spec, Completed, ForMentors(new() { MinJobLevel = 4 })).ThenNothing();

    [Fact]
    public void A_rule_that_the_person_can_still_fulfil_does_not() =>
        Close(_spec, Completed, ForMentors(new() { HoursPerMonth = 4, SkillsRequired = [new("C#", 3)] }))
            .Then(TestData.Invited);

    [Fact]
    public void A_coordinator_invites_for_a_skill_once()
    {
        Invite(_spec).Then(TestData.InvitedForSkill);
        Invite(_spec.Given(TestData.InvitedForSkill)).ThenNothing();
        Invite(_spec.Given(TestData.Invited)).ThenNothing();
    }

    [Fact]
    public void A_coordinator_invites_again_after_an_invitation_has_ended()
    {
        foreach (var end in (MentorInvitationEvent[])[TestData.InvitationExpired, TestData.InvitationTakenUp])
            Invite(_spec.Given(TestData.InvitedForSkill, end)).Then(TestData.InvitedForSkill);
    }

    [Fact]
    public void A_completed_mentorship_brings_no_invitation_while_that_of_a_coordinator_is_open_and_one_after_it()
    {
        Close(_spec.Given(TestData.InvitedForSkill), Completed).ThenNothing();
        Close(_spec.Given(TestData.InvitedForSkill, TestData.InvitationExpired), Completed).Then(TestData.Invited);
    }

    [Fact]
    public void A_coordinator_is_told_why_a_person_cannot_be_invited()
    {
        var closed = TestData.Program() with { Status = ProgramStatus.Closed };
        Invite(_spec.Given(TestData.Invited, TestData.InvitationDeclined)).ThenThrows(DomainError.Conflict, "declined");
        Invite(_spec, applied: true).ThenThrows(DomainError.Conflict, "has applied");
        Invite(_spec, closed).ThenThrows(DomainError.Conflict, "takes no applications");
        Invite(_spec, person: TestData.Person(TestData.Left)).ThenThrows(DomainError.Conflict, "has left");
        Invite(_spec, ForMentors(new() { MinJobLevel = 4 })).ThenThrows(DomainError.Conflict, "minJobLevel");
    }

    [Fact]
    public void An_open_invitation_is_declined_once()
    {
        Decline(_spec.Given(TestData.Invited)).Then(TestData.InvitationDeclined);
        Decline(_spec.Given(TestData.Invited, TestData.InvitationDeclined)).ThenNothing();
    }

    [Fact]
    public void The_invitation_of_another_person_is_not_there_to_decline()
    {
        Decline(_spec.Given(TestData.Invited), TestData.ManagerId).ThenThrows(DomainError.NotFound);
        Decline(_spec).ThenThrows(DomainError.NotFound);
    }

    [Fact]
    public void An_invitation_that_has_ended_is_not_declined()
    {
        Decline(_spec.Given(TestData.Invited, TestData.InvitationTakenUp))
            .ThenThrows(DomainError.Conflict, "applied as a mentor");
        Decline(_spec.Given(TestData.Invited, TestData.InvitationExpired)).ThenThrows(DomainError.Conflict, "expired");
    }

    [Theory]
    [InlineData(ParticipantRole.Mentor)]
    [InlineData(ParticipantRole.Both)]
    public void An_application_as_mentor_or_both_takes_up_an_open_invitation(ParticipantRole role) =>
        Apply(_spec.Given(TestData.Invited), TestData.Application() with { Role = role })
            .Then(TestData.InvitationTakenUp);

    [Fact]
    public void Another_application_takes_up_nothing()
    {
        var invited = _spec.Given(TestData.Invited);
        Apply(invited, TestData.Application() with { Role = ParticipantRole.Mentee }).ThenNothing();
        Apply(invited, TestData.Application(TestData.Refused)).ThenNothing();
        Apply(_spec, TestData.Application()).ThenNothing();
        Apply(invited.Given(TestData.InvitationDeclined), TestData.Application()).ThenNothing();
    }

    [Fact]
    public void An_open_invitation_expires_when_its_time_is_over()
    {
        var invited = _spec.Given(TestData.Invited);
        Expire(invited, TestData.Invited.ExpiresAt.AddSeconds(-1)).ThenNothing();
        Expire(invited, TestData.InvitationExpired.At).Then(TestData.InvitationExpired);
        Expire(invited.Given(TestData.InvitationDeclined), TestData.InvitationExpired.At).ThenNothing();
        Expire(_spec, TestData.InvitationExpired.At).ThenNothing();
    }

    private static DeciderResult<MentorInvitationEvent> Close(
        DeciderSpec<MentorInvitation, MentorInvitationEvent> spec,
        MentorshipClosed closed,
        MentoringProgram? program = null,
        Person? person = null,
        bool applied = false
    ) =>
        spec.When(invitation =>
            WhenMentorshipClosed.Decide(
                invitation,
                closed,
                program ?? TestData.Program(),
                person ?? TestData.Person(),
                applied,
                TestData.Now
            )
        );

    private static DeciderResult<MentorInvitationEvent> Invite(
        DeciderSpec<MentorInvitation, MentorInvitationEvent> spec,
        MentoringProgram? program = null,
        Person? person = null,
        bool applied = false
    ) =>
        spec.When(invitation =>
            InviteMentor.Decide(
                invitation,
                program ?? TestData.Program(),
                person ?? TestData.Person(),
                applied,
                TestData.InvitedForSkill.Skill,
                TestData.Now
            )
        );

    private static DeciderResult<MentorInvitationEvent> Decline(
        DeciderSpec<MentorInvitation, MentorInvitationEvent> spec,
        PersonId? by = null
    ) => spec.When(i => DeclineMentorInvitation.Decide(i, by ?? TestData.PersonId, TestData.Now));

    private static DeciderResult<MentorInvitationEvent> Apply(
        DeciderSpec<MentorInvitation, MentorInvitationEvent> spec,
        Application application
    ) => spec.When(i => TakeUpMentorInvitation.Decide(i, application, TestData.Now));

    private static DeciderResult<MentorInvitationEvent> Expire(
        DeciderSpec<MentorInvitation, MentorInvitationEvent> spec,
        DateTimeOffset now
    ) => spec.When(i => MentorInvitationExpiryRule.Decide(i, now));

    private static MentoringProgram ForMentors(EligibilityRules rules) =>
        TestData.Program(TestData.Plan with { Eligibility = new() { Mentor = rules } });
}
