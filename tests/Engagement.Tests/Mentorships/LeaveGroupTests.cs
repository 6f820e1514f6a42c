using PeerNetwork.Engagement.Agreements;
using PeerNetwork.Engagement.Badges;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;
using static PeerNetwork.Engagement.Tests.TestData;

namespace PeerNetwork.Engagement.Tests.Mentorships;

public class LeaveGroupTests
{
    private static readonly Member[] WithoutSecond = [.. StartedGroup.Members.Where(m => m.Person != SecondMentee)];
    private static readonly MemberLeft FirstLeft = SecondLeft with { Member = new(Mentee, MemberRole.Mentee) };

    [Fact]
    public void A_mentee_leaves_and_the_others_go_on() =>
        Leave(BegunGroup.Given(Planned), SecondMentee).Then(SecondLeft);

    [Fact]
    public void Leaving_twice_changes_nothing()
    {
        Leave(BegunGroup.Given(SecondLeft), SecondMentee).ThenNothing();
        Leave(BegunGroup.Given(SecondLeft), Stranger, careOf: "CHI").ThenNothing();
        Leave(BegunGroup.Given(SecondLeft, ClosedGroup), SecondMentee).ThenNothing();
    }

    [Fact]
    public void A_coordinator_has_a_mentee_leave_and_another_one_does_not()
    {
        Leave(BegunGroup, Stranger, careOf: "CHI").Then(SecondLeft with { By = Stranger });
        Leave(BegunGroup, Stranger, careOf: "SIN").ThenThrows(DomainError.Forbidden);
    }

    [Fact]
    public void Another_member_does_not_have_a_mentee_leave()
    {
        Leave(BegunGroup, Mentor).ThenThrows(DomainError.Forbidden, "themselves");
        Leave(BegunGroup, Mentee).ThenThrows(DomainError.Forbidden, "themselves");
        Leave(BegunGroup.Given(SecondLeft), Mentor).ThenThrows(DomainError.Forbidden, "themselves");
    }

    [Fact]
    public void The_mentor_does_not_leave() =>
        Leave(BegunGroup, Mentor, mentee: Mentor).ThenThrows(DomainError.Conflict, "Close it");

    [Fact]
    public void Members_of_other_kinds_close_instead()
    {
        Leave(Begun, Mentee, mentee: Mentee).ThenThrows(DomainError.Conflict, "Close this mentorship");
        Leave(Begun, Mentor, mentee: Mentor).ThenThrows(DomainError.Conflict, "Close this mentorship");
        Leave(BegunReciprocal, Mentee, mentee: Mentee).ThenThrows(DomainError.Conflict, "Close this mentorship");
    }

    [Fact]
    public void Only_a_member_can_be_named() =>
        Should.Throw<InvalidFieldException>(() =>
            LeaveGroup.Decide(Mentorship.Evolve(null, StartedGroup), Stranger, true, Stranger, null, Now)
        );

    [Fact]
    public void A_stranger_does_not_leave_and_an_unknown_group_is_not_found()
    {
        Leave(BegunGroup, Stranger, mentee: Stranger).ThenThrows(DomainError.Forbidden);
        Leave(NoMentorship, SecondMentee).ThenThrows(DomainError.NotFound);
    }

    [Fact]
    public void A_closed_group_is_not_left() =>
        Leave(BegunGroup.Given(ClosedGroup), SecondMentee).ThenThrows(DomainError.Conflict, "closed");

    [Fact]
    public void With_the_last_mentee_the_group_closes_early_and_leaving_again_changes_nothing()
    {
        var closed = ClosedGroup with
        {
            By = SecondMentee,
            Outcome = Outcome.EndedEarly,
            Reason = SecondLeft.Reason,
            Members = [new(Mentor, MemberRole.Mentor), new(SecondMentee, MemberRole.Mentee)],
        };
        var alone = BegunGroup.Given(
            FirstLeft,
            FirstLeft with
            {
                Member = new(ThirdMentee, MemberRole.Mentee),
            },
            Planned
        );
        Leave(alone, SecondMentee).Then(Cancelled with { By = SecondMentee }, closed);
        Leave(alone.Given(closed), SecondMentee).ThenNothing();
        Leave(alone, Stranger, careOf: "CHI").Then(Cancelled with { By = Stranger }, closed with { By = Stranger });
        Leave(alone.Given(closed with { By = Stranger }), Stranger, careOf: "CHI").ThenNothing();
    }

    [Fact]
    public void An_agreement_that_all_others_have_accepted_holds_at_once()
    {
        var third = AcceptedByMentee with { By = ThirdMentee };
        Leave(BegunGroup.Given(Proposed, AcceptedByMentee, third), SecondMentee).Then(SecondLeft, Agreed);
        Leave(BegunGroup.Given(Proposed, AcceptedByMentee), SecondMentee).Then(SecondLeft);
        Leave(BegunGroup.Given(Proposed, AcceptedByMentee with { By = SecondMentee }), SecondMentee).Then(SecondLeft);
    }

    [Fact]
    public void The_others_can_still_accept_the_proposal_of_a_mentee_who_left()
    {
        var proposed = Proposed with { By = SecondMentee };
        var left = BegunGroup.Given(proposed, AcceptedByMentee, SecondLeft);
        left.When(m => AcceptAgreement.Decide(m, Mentor, 1, Now)).Then(AcceptedByMentee with { By = Mentor });
        left.Given(AcceptedByMentee with { By = Mentor })
            .When(m => AcceptAgreement.Decide(m, ThirdMentee, 1, Now))
            .Then(AcceptedByMentee with { By = ThirdMentee }, Agreed);
    }

    [Fact]
    public void After_it_only_those_who_are_left_are_asked_expected_and_rewarded()
    {
        var left = BegunGroup.Given(Planned, SecondLeft);
        var later = SlotOne.StartsAt.AddHours(1);
        left.When(m => RecordAttendance.Decide(m, Mentor, SessionOne, [Mentee], later))
            .Then(Recorded(SessionOne, SlotOne, Mentee) with { By = Mentor, Attended = 2, At = later });
        Should.Throw<InvalidFieldException>(() =>
            RecordAttendance.Decide(
                new MentorshipEvent[] { StartedGroup, Planned, SecondLeft }.Aggregate(
                    (Mentorship?)null,
                    Mentorship.Evolve
                ),
                Mentor,
                SessionOne,
                [SecondMentee],
                later
            )
        );
        left.Given(GoalIsSet)
            .When(m => m!.WithEarnedBadges(GoalIsReached, Now))
            .Then([
                GoalIsReached,
                .. WithoutSecond.Select(m => new BadgeAwarded(
                    Id,
                    ProgramOne,
                    "CHI",
                    m.Person,
                    Badge.FirstGoalReached,
                    Now
                )),
            ]);
    }

    private static MentorshipClosed ClosedGroup =>
        Closed with
        {
            Kind = RelationshipKind.Group,
            Members = StartedGroup.Members,
            By = Mentor,
            Outcome = Outcome.NeverStarted,
            Reason = null,
        };

    private static DeciderResult<MentorshipEvent> Leave(
        DeciderSpec<Mentorship, MentorshipEvent> story,
        PersonId by,
        PersonId? mentee = null,
        string careOf = ""
    ) =>
        story.When(m =>
            LeaveGroup.Decide(m, by, m?.SiteCode == careOf, mentee ?? SecondMentee, SecondLeft.Reason, Now)
        );
}
