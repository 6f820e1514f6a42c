using PeerNetwork.Engagement.Agreements;
using PeerNetwork.EventSourcing;
using static PeerNetwork.Engagement.Tests.TestData;

namespace PeerNetwork.Engagement.Tests.Agreements;

public class ProposeAgreementTests
{
    [Fact]
    public void The_first_proposal_has_the_number_one() =>
        Begun.When(m => ProposeAgreement.Decide(m, Mentor, TermsOne, Now)).Then(Proposed);

    [Fact]
    public void The_same_terms_again_change_nothing() =>
        Begun.Given(Proposed).When(m => ProposeAgreement.Decide(m, Mentor, TermsOne, Now)).ThenNothing();

    [Fact]
    public void A_counter_proposal_takes_the_next_number()
    {
        var terms = TermsOne with { MeetingEveryDays = 7 };
        Begun
            .Given(Proposed)
            .When(m => ProposeAgreement.Decide(m, Mentee, terms, Now))
            .Then(new AgreementProposed(Id, 2, Mentee, terms, Now));
    }

    [Fact]
    public void A_change_of_what_was_agreed_waits_while_the_old_terms_hold()
    {
        var change = new AgreementProposed(Id, 2, Mentee, TermsOne with { AnswerWithinHours = 24 }, Now);
        Begun
            .Given(Proposed, AcceptedByMentee, Agreed)
            .When(m => ProposeAgreement.Decide(m, Mentee, change.Terms, Now))
            .Then(change);

        var agreement = Agreement.None.Apply(Proposed).Apply(AcceptedByMentee).Apply(Agreed).Apply(change);
        agreement.InForce!.Number.ShouldBe(1);
        agreement.Open!.Number.ShouldBe(2);
        agreement
            .Apply(Agreed with { Proposal = 2 })
            .ShouldSatisfyAllConditions(
                a => a.InForce!.Terms.AnswerWithinHours.ShouldBe(24),
                a => a.Open.ShouldBeNull()
            );
    }

    [Fact]
    public void A_stranger_proposes_nothing() =>
        Begun.When(m => ProposeAgreement.Decide(m, Stranger, TermsOne, Now)).ThenThrows(DomainError.Forbidden);

    [Fact]
    public void Without_a_mentorship_there_is_nothing_to_agree_on() =>
        NoMentorship.When(m => ProposeAgreement.Decide(m, Mentor, TermsOne, Now)).ThenThrows(DomainError.NotFound);

    [Fact]
    public void A_closed_mentorship_takes_no_proposal() =>
        Begun
            .Given(Closed)
            .When(m => ProposeAgreement.Decide(m, Mentor, TermsOne, Now))
            .ThenThrows(DomainError.Conflict, "closed");
}
