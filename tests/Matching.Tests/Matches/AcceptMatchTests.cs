using PeerNetwork.EventStore;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.Some;

namespace PeerNetwork.Matching.Tests.Matches;

public class AcceptMatchTests
{
    private static readonly Story<Match, MatchEvent> Scene = Story.Of<Match, MatchEvent>(Match.Evolve);
    private static readonly MentorPlaces Free = MentorPlaces.Evolve(null, OnePlace),
        Full = MentorPlaces.Evolve(Free, Taken);

    [Fact]
    public void A_match_that_nobody_proposed_cannot_be_accepted() =>
        Scene.When(match => AcceptMatch.Decide(match, Free, Bo, Now)).ThenRefused(Refusal.Missing);

    [Fact]
    public void Nobody_else_may_accept() =>
        Scene.Given(Proposed).When(match => AcceptMatch.Decide(match, Free, Cy, Now)).ThenRefused(Refusal.NotAllowed);

    [Fact]
    public void The_first_yes_waits_for_the_second() =>
        Scene
            .Given(Proposed)
            .When(match => AcceptMatch.Decide(match, Free, Bo, Now))
            .Then(new MatchAccepted(TheMatch, Bo, Now));

    [Fact]
    public void The_second_yes_confirms_the_match() =>
        Scene
            .Given(Proposed, new MatchAccepted(TheMatch, Bo, Now))
            .When(match => AcceptMatch.Decide(match, Free, Ada, Now))
            .Then(new MatchAccepted(TheMatch, Ada, Now), Confirmed);

    [Fact]
    public void A_second_yes_of_the_same_person_changes_nothing() =>
        Scene
            .Given(Proposed, new MatchAccepted(TheMatch, Bo, Now))
            .When(match => AcceptMatch.Decide(match, Free, Bo, Now))
            .ThenNothing();

    [Theory, InlineData(false), InlineData(true)]
    public void A_yes_after_both_said_yes_changes_nothing(bool ended) =>
        Scene
            .Given([
                Proposed,
                Confirmed,
                .. ended ? new MatchEvent[] { new MatchEnded(TheMatch, "completed", Now) } : [],
            ])
            .When(match => AcceptMatch.Decide(match, Full, Ada, Now))
            .ThenNothing();

    [Fact]
    public void The_second_yes_comes_too_late_when_the_last_place_is_gone() =>
        Scene
            .Given(Proposed, new MatchAccepted(TheMatch, Bo, Now))
            .When(match => AcceptMatch.Decide(match, Full, Ada, Now))
            .Then(Declined(DeclineReason.MentorFull));

    [Fact]
    public void The_first_yes_comes_too_late_when_the_last_place_is_gone() =>
        Scene
            .Given(Proposed)
            .When(match => AcceptMatch.Decide(match, Full, Bo, Now))
            .Then(Declined(DeclineReason.MentorFull));

    [Fact]
    public void A_mentor_who_offers_no_place_has_none_to_give() =>
        Scene
            .Given(Proposed)
            .When(match => AcceptMatch.Decide(match, null, Bo, Now))
            .Then(Declined(DeclineReason.MentorFull));

    [Fact]
    public void Who_comes_again_after_the_last_place_went_reads_so_again() =>
        Scene
            .Given(Proposed, Declined(DeclineReason.MentorFull))
            .When(match => AcceptMatch.Decide(match, Free, Bo, Now))
            .ThenRefused(Refusal.Conflict, "last place");

    [
        Theory,
        InlineData(DeclineReason.DeclinedByMentor),
        InlineData(DeclineReason.DeclinedByMentee),
        InlineData(DeclineReason.Withdrawn)
    ]
    public void What_was_declined_cannot_be_accepted(DeclineReason reason) =>
        Scene
            .Given(Proposed, Declined(reason))
            .When(match => AcceptMatch.Decide(match, Free, Bo, Now))
            .ThenRefused(Refusal.Conflict, "declined");

    private static MatchDeclined Declined(DeclineReason reason) =>
        Match.Evolve(null, Proposed).Decline(reason, null, Now);
}
