using PeerNetwork.Matching.Matches;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Matches;

public class WithdrawInvalidProposalsTests
{
    private static readonly DeciderSpec<Match, MatchEvent> Spec = DeciderSpec.Of<Match, MatchEvent>(Match.Evolve);

    [
        Theory,
        InlineData(DeclineReason.Withdrawn),
        InlineData(DeclineReason.MentorFull),
        InlineData(DeclineReason.MentorHoursUsed)
    ]
    public void A_proposal_without_hope_is_declined(DeclineReason reason) =>
        Spec.Given(Proposed)
            .When(match => WithdrawInvalidProposals.Decide(match, [Ada], reason, Now))
            .Then(Match.Evolve(null, Proposed).Decline(reason, [Ada], null, Now));

    [Fact]
    public void What_both_confirmed_in_the_meantime_stays() =>
        Spec.Given(Proposed, Confirmed)
            .When(match => WithdrawInvalidProposals.Decide(match, [Ada], DeclineReason.MentorFull, Now))
            .ThenNothing();

    [Fact]
    public void What_is_not_there_is_passed_over() =>
        Spec.When(match => WithdrawInvalidProposals.Decide(match, [Ada], DeclineReason.MentorFull, Now)).ThenNothing();
}
