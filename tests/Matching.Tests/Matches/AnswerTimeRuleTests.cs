using PeerNetwork.Matching.Matches;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Matches;

public class AnswerTimeRuleTests
{
    private static readonly DeciderSpec<Match, MatchEvent> Spec = DeciderSpec.Of<Match, MatchEvent>(Match.Evolve);
    private static readonly DateTimeOffset End = Proposed.AnswerUntil;

    [Theory, InlineData(false), InlineData(true)]
    public void A_proposal_that_not_both_accepted_is_declined_at_the_end_of_its_time(bool isHalfAccepted)
    {
        MatchEvent[] before = isHalfAccepted ? [Proposed, new MatchAccepted(TheMatch, Bo, Now)] : [Proposed];
        Spec.Given(before)
            .When(match => AnswerTimeRule.Decide(match, End))
            .Then(
                Match
                    .Evolve(null, Proposed)
                    .Decline(DeclineReason.NotAnswered, isHalfAccepted ? [Ada] : [Ada, Bo], null, End)
            );
    }

    [Fact]
    public void Before_its_end_it_stays() =>
        Spec.Given(Proposed).When(match => AnswerTimeRule.Decide(match, End.AddTicks(-1))).ThenNothing();

    [Fact]
    public void What_both_accepted_stays() =>
        Spec.Given(Proposed, Confirmed).When(match => AnswerTimeRule.Decide(match, End)).ThenNothing();

    [Fact]
    public void What_was_declined_is_declined_once() =>
        Spec.Given(Proposed, Match.Evolve(null, Proposed).Decline(DeclineReason.DeclinedByMentee, [Bo], null, Now))
            .When(match => AnswerTimeRule.Decide(match, End))
            .ThenNothing();
}
