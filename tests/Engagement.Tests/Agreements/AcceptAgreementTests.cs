using PeerNetwork.Engagement.Agreements;
using PeerNetwork.EventSourcing;
using static PeerNetwork.Engagement.Tests.TestData;

namespace PeerNetwork.Engagement.Tests.Agreements;

public class AcceptAgreementTests
{
    [Fact]
    public void The_other_side_makes_the_proposal_the_agreement() =>
        Begun.Given(Proposed).When(m => AcceptAgreement.Decide(m, Mentee, 1, Now)).Then(Accepted);

    [Fact]
    public void Accepting_twice_changes_nothing() =>
        Begun.Given(Proposed, Accepted).When(m => AcceptAgreement.Decide(m, Mentee, 1, Now)).ThenNothing();

    [Fact]
    public void Nobody_accepts_their_own_proposal() =>
        Begun
            .Given(Proposed)
            .When(m => AcceptAgreement.Decide(m, Mentor, 1, Now))
            .ThenThrows(DomainError.Conflict, "other side");

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
