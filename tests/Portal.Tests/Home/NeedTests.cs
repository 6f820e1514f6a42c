using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Home;
using static PeerNetwork.Portal.Tests.Home.TestMentorship;

namespace PeerNetwork.Portal.Tests.Home;

public class NeedTests
{
    [Fact]
    public void An_agreement_of_the_partner_comes_before_the_sessions_that_are_over() =>
        Need.Of(
                [
                    Mentorship(
                        MemberRole.Mentee,
                        [Session("Last", -1), Session("First", -8)],
                        proposal: Proposal(Partner)
                    ),
                ],
                Me,
                Now
            )
            .Select(need => need is SessionToConfirm { Session.Topic: var topic } ? topic : "agreement")
            .ShouldBe(["agreement", "First", "Last"]);

    [Fact]
    public void An_own_proposal_waits_for_the_partner() =>
        Need.Of([Mentorship(MemberRole.Mentor, proposal: Proposal(Me))], Me, Now).ShouldBeEmpty();

    [Fact]
    public void A_session_that_is_to_come_cancelled_or_recorded_needs_nothing()
    {
        var recorded = Session("Recorded", -2) with { Attendance = SessionViewAttendance.Held };
        SessionView[] sessions = [Session("To come", 1), Session("Cancelled", -1, cancelled: true), recorded];
        Need.Of([Mentorship(MemberRole.Mentor, sessions)], Me, Now).ShouldBeEmpty();
    }

    [Fact]
    public void There_are_at_most_five() =>
        Need.Of([Mentorship(MemberRole.Mentor, [.. Enumerable.Range(1, 9).Select(n => Session($"{n}", -n))])], Me, Now)
            .Length.ShouldBe(5);
}
