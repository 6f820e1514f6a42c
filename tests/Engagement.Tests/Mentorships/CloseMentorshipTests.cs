using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;
using static PeerNetwork.Engagement.Tests.TestData;

namespace PeerNetwork.Engagement.Tests.Mentorships;

public class CloseMentorshipTests
{
    [Fact]
    public void A_member_closes_a_mentorship_that_was_held() =>
        Close(Begun.Given(Planned, Held), Mentor, Outcome.Completed).Then(As(Outcome.Completed, Mentor, held: 1));

    [Fact]
    public void A_peer_closes_it_with_its_kind_and_its_members() =>
        Close(BegunReciprocal, Mentor, Outcome.NeverStarted)
            .Then(
                As(Outcome.NeverStarted, Mentor) with
                {
                    Kind = RelationshipKind.Reciprocal,
                    Members = StartedReciprocal.Members,
                }
            );

    [Fact]
    public void A_coordinator_of_the_site_closes_it() =>
        Close(Begun, Stranger, Outcome.NeverStarted, careOf: "CHI").Then(As(Outcome.NeverStarted, Stranger));

    [Fact]
    public void A_coordinator_of_another_site_does_not() =>
        Close(Begun, Stranger, Outcome.NeverStarted, careOf: "SIN").ThenThrows(DomainError.Forbidden);

    [Fact]
    public void The_same_outcome_again_changes_nothing() =>
        Close(Begun.Given(Closed), Mentor, Outcome.EndedEarly).ThenNothing();

    [Fact]
    public void Another_outcome_afterwards_is_refused() =>
        Close(Begun.Given(Closed), Mentor, Outcome.NeverStarted).ThenThrows(DomainError.Conflict, "EndedEarly");

    [Fact]
    public void What_was_held_did_start() =>
        Close(Begun.Given(Planned, Held), Mentee, Outcome.NeverStarted).ThenThrows(DomainError.Conflict, "did start");

    [Fact]
    public void What_was_never_held_is_not_completed() =>
        Close(Begun, Mentee, Outcome.Completed).ThenThrows(DomainError.Conflict, "No session");

    [Fact]
    public void Sessions_still_ahead_are_cancelled() =>
        Close(Begun.Given(Planned), Mentee, Outcome.EndedEarly).Then(Cancelled, As(Outcome.EndedEarly, Mentee));

    [Fact]
    public void Sessions_that_are_over_are_left_as_they_are() =>
        Close(
                Begun.Given(PlannedAs(SessionOne, SlotOne with { StartsAt = Now.AddDays(-1) })),
                Mentee,
                Outcome.EndedEarly
            )
            .Then(As(Outcome.EndedEarly, Mentee));

    [Fact]
    public void The_mentor_or_a_coordinator_closes_a_group()
    {
        var closed = As(Outcome.NeverStarted, Mentor) with
        {
            Kind = RelationshipKind.Group,
            Members = StartedGroup.Members,
        };
        Close(BegunGroup, Mentor, Outcome.NeverStarted).Then(closed);
        Close(BegunGroup, Stranger, Outcome.NeverStarted, careOf: "CHI").Then(closed with { By = Stranger });
    }

    [Fact]
    public void A_mentee_of_a_group_is_told_to_leave_instead()
    {
        Close(BegunGroup, Mentee, Outcome.NeverStarted).ThenThrows(DomainError.Forbidden, "leave it");
        Close(BegunGroup.Given(SecondLeft), SecondMentee, Outcome.NeverStarted).ThenThrows(DomainError.Forbidden);
    }

    [Fact]
    public void An_unknown_mentorship_is_not_found() =>
        Close(NoMentorship, Mentee, Outcome.EndedEarly).ThenThrows(DomainError.NotFound);

    private static DeciderResult<MentorshipEvent> Close(
        DeciderSpec<Mentorship, MentorshipEvent> story,
        PersonId by,
        Outcome outcome,
        string careOf = ""
    ) => story.When(m => CloseMentorship.Decide(m, by, m?.SiteCode == careOf, outcome, null, Now));

    private static MentorshipClosed As(Outcome outcome, PersonId by, int held = 0) =>
        new(Id, ProgramOne, "CHI", RelationshipKind.OneToOne, Members, by, outcome, null, held, Now);
}
