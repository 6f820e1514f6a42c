using PeerNetwork.Engagement.Agreements;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.EventSourcing;
using static PeerNetwork.Engagement.Tests.TestData;

namespace PeerNetwork.Engagement.Tests.Agreements;

public class AcceptAgreementTests
{
    [Fact]
    public void The_acceptance_of_the_other_member_makes_the_proposal_the_agreement() =>
        Begun.Given(Proposed).When(m => AcceptAgreement.Decide(m, Mentee, 1, Now)).Then(AcceptedByMentee, Agreed);

    [Fact]
    public void Of_three_members_both_others_have_to_accept()
    {
        var three = NoMentorship.Given(
            Started with
            {
                Members = [.. Members, new(Stranger, MemberRole.Mentee)],
            },
            Proposed
        );
        three.When(m => AcceptAgreement.Decide(m, Mentee, 1, Now)).Then(AcceptedByMentee);
        three.Given(AcceptedByMentee).When(m => AcceptAgreement.Decide(m, Mentee, 1, Now)).ThenNothing();
        three
            .Given(AcceptedByMentee)
            .When(m => AcceptAgreement.Decide(m, Stranger, 1, Now))
            .Then(AcceptedByMentee with { By = Stranger }, Agreed);
    }

    [Fact]
    public void A_peer_accepts_what_the_other_peer_proposed() =>
        BegunReciprocal
            .Given(Proposed)
            .When(m => AcceptAgreement.Decide(m, Mentee, 1, Now))
            .Then(AcceptedByMentee, Agreed);

    [Fact]
    public void Accepting_twice_changes_nothing() =>
        Begun
            .Given(Proposed, AcceptedByMentee, Agreed)
            .When(m => AcceptAgreement.Decide(m, Mentee, 1, Now))
            .ThenNothing();

    [Fact]
    public void Nobody_accepts_their_own_proposal() =>
        Begun
            .Given(Proposed)
            .When(m => AcceptAgreement.Decide(m, Mentor, 1, Now))
            .ThenThrows(DomainError.Conflict, "other members");

    [Fact]
    public void A_proposal_that_was_replaced_after_it_was_read_cannot_be_accepted() =>
        Begun
            .Given(Proposed, Proposed with { Proposal = 2 })
            .When(m => AcceptAgreement.Decide(m, Mentee, 1, Now))
            .ThenThrows(DomainError.Conflict, "Proposal 2");

    [Fact]
    public void Without_a_proposal_there_is_nothing_to_accept() =>
        Begun.When(m => AcceptAgreement.Decide(m, Mentee, 1, Now)).ThenThrows(DomainError.Conflict, "No proposal");

    [Fact]
    public void A_stranger_accepts_nothing() =>
        Begun.Given(Proposed).When(m => AcceptAgreement.Decide(m, Stranger, 1, Now)).ThenThrows(DomainError.Forbidden);
}
