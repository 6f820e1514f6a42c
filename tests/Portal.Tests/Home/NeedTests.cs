using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Home;
using static PeerNetwork.Portal.Tests.Home.TestMentorship;

namespace PeerNetwork.Portal.Tests.Home;

public class NeedTests
{
    [Fact]
    public void An_agreement_of_the_partner_comes_before_the_sessions_that_are_over() =>
        Need.Of(
                View(
                    Mentorship(
                        MemberRole.Mentee,
                        [Session("Last", -1), Session("First", -8)],
                        proposal: Proposal(Partner)
                    )
                ),
                Me,
                Now
            )
            .Select(need => need is SessionToConfirm { Session.Topic: var topic } ? topic : "agreement")
            .ShouldBe(["agreement", "First", "Last"]);

    [Fact]
    public void An_offer_comes_first_because_its_place_may_go_to_another_person()
    {
        var view = View(Mentorship(MemberRole.Mentee, proposal: Proposal(Partner))) with
        {
            Offers = [Offer("Aiko Tanaka", 3)],
        };
        Need.Of(view, Me, Now)
            .Select(need => need.GetType())
            .ShouldBe([typeof(OfferToAnswer), typeof(AgreementToAccept)]);
    }

    [Fact]
    public void The_offer_that_ends_first_comes_first()
    {
        var view = View() with { Offers = [Offer("Later", 5), Offer("Soon", 1)] };
        Need.Of(view, Me, Now).Cast<OfferToAnswer>().Select(need => need.Partner).ShouldBe(["Soon", "Later"]);
    }

    [Fact]
    public void Guidelines_and_training_come_before_the_sessions_that_are_over()
    {
        var view = View(Mentorship(MemberRole.Mentor, [Session("Over", -1)])) with
        {
            Applications = [Approved(guidelinesAccepted: 1, "ethics"), Approved(guidelinesAccepted: 2)],
        };
        Need.Of(view, Me, Now)
            .Select(need => need.GetType())
            .ShouldBe([typeof(GuidelinesToAccept), typeof(TrainingToComplete), typeof(SessionToConfirm)]);
    }

    [Fact]
    public void An_invitation_to_become_a_mentor_comes_last()
    {
        var view = View(Mentorship(MemberRole.Mentor, [Session("Over", -1)])) with { Invitations = [Invitation] };
        Need.Of(view, Me, Now)
            .Select(need => need.GetType())
            .ShouldBe([typeof(SessionToConfirm), typeof(InvitationToAnswer)]);
    }

    [Fact]
    public void An_own_proposal_waits_for_the_partner() =>
        Need.Of(View(Mentorship(MemberRole.Mentor, proposal: Proposal(Me))), Me, Now).ShouldBeEmpty();

    [Fact]
    public void A_session_that_is_to_come_cancelled_or_recorded_needs_nothing()
    {
        var recorded = Session("Recorded", -2) with { MissedBy = [] };
        SessionView[] sessions = [Session("To come", 1), Session("Cancelled", -1, cancelled: true), recorded];
        Need.Of(View(Mentorship(MemberRole.Mentor, sessions)), Me, Now).ShouldBeEmpty();
    }

    [Fact]
    public void There_are_at_most_five() =>
        Need.Of(
                View(Mentorship(MemberRole.Mentor, [.. Enumerable.Range(1, 9).Select(n => Session($"{n}", -n))])),
                Me,
                Now
            )
            .Length.ShouldBe(5);

    private static OfferToAnswer Offer(string partner, int days) =>
        new(new() { Id = Guid.CreateVersion7(), AnswerUntil = Now.AddDays(days) }, partner);
}
