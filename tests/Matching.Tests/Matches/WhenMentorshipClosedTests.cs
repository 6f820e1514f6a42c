using PeerNetwork.Contracts.Engagement;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.Some;

namespace PeerNetwork.Matching.Tests.Matches;

public class WhenMentorshipClosedTests
{
    private static readonly Story<Match, MatchEvent> _story = Story.Of<Match, MatchEvent>(Match.Evolve);
    private static readonly Story<MentorPlaces, PlacesEvent> _places = Story.Of<MentorPlaces, PlacesEvent>(MentorPlaces.Evolve);
    private static readonly MentorshipClosed _closed =
        new(TheMatch.Value, 9, TheProgram.Value, Ada.Value, Bo.Value, "BER", "completed", 6, Now);

    [Fact]
    public void The_match_ends() => _story.Given(Proposed, Confirmed)
        .When(match => WhenMentorshipClosed.Decide(match, _closed))
        .Then(new MatchEnded(TheMatch, "completed", Now));

    [Fact]
    public void A_match_ends_once() => _story.Given(Proposed, Confirmed, new MatchEnded(TheMatch, "completed", Now))
        .When(match => WhenMentorshipClosed.Decide(match, _closed))
        .ThenNothing();

    [Fact]
    public void A_match_that_is_not_ours_is_passed_over() => _story
        .When(match => WhenMentorshipClosed.Decide(match, _closed))
        .ThenNothing();

    [Fact]
    public void The_place_is_free_again() => _places.Given(OnePlace, Taken with { Match = TheMatch })
        .When(places => WhenMentorshipClosed.Decide(places, _closed))
        .Then(new PlaceFreed(TheProgram, Ada, TheMatch, Now));

    [Fact]
    public void A_place_that_another_match_holds_stays_taken() => _places.Given(OnePlace, Taken)
        .When(places => WhenMentorshipClosed.Decide(places, _closed))
        .ThenNothing();

    [Fact]
    public void Where_there_are_no_places_none_is_freed() => _places
        .When(places => WhenMentorshipClosed.Decide(places, _closed))
        .ThenNothing();
}
