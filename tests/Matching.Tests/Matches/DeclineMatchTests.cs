using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Matches;

public class DeclineMatchTests
{
    private static readonly DeciderSpec<Match, MatchEvent> Spec = DeciderSpec.Of<Match, MatchEvent>(Match.Evolve);
    private static readonly PersonalText Words = new(Bo.Value, "No time this spring.");

    [Fact]
    public void A_match_that_nobody_proposed_cannot_be_declined() =>
        Spec.When(match => DeclineMatch.Decide(match, Bo, null, Now)).ThenThrows(DomainError.NotFound);

    [Fact]
    public void Nobody_else_may_decline() =>
        Spec.Given(Proposed).When(match => DeclineMatch.Decide(match, Cy, null, Now)).ThenThrows(DomainError.Forbidden);

    [Fact]
    public void The_mentee_declines_with_a_reason() =>
        Spec.Given(Proposed)
            .When(match => DeclineMatch.Decide(match, Bo, Words, Now))
            .Then(Declined(DeclineReason.DeclinedByMentee, Words));

    [Fact]
    public void The_mentor_declines_without_one() =>
        Spec.Given(Proposed, new MatchAccepted(TheMatch, Bo, Now))
            .When(match => DeclineMatch.Decide(match, Ada, null, Now))
            .Then(Declined(DeclineReason.DeclinedByMentor, null));

    [Fact]
    public void Declining_what_is_declined_changes_nothing() =>
        Spec.Given(Proposed, Declined(DeclineReason.DeclinedByMentor, null))
            .When(match => DeclineMatch.Decide(match, Bo, Words, Now))
            .ThenNothing();

    [Theory, InlineData(false), InlineData(true)]
    public void A_confirmed_match_cannot_be_declined(bool ended) =>
        Spec.Given([
                Proposed,
                Confirmed,
                .. ended ? new MatchEvent[] { new MatchEnded(TheMatch, "completed", Now) } : [],
            ])
            .When(match => DeclineMatch.Decide(match, Bo, Words, Now))
            .ThenThrows(DomainError.Conflict, "close the mentorship");

    private static MatchDeclined Declined(DeclineReason reason, PersonalText? words) =>
        Match
            .Evolve(null, Proposed)
            .Decline(reason, reason is DeclineReason.DeclinedByMentor ? [Ada] : [Bo], words, Now);
}
