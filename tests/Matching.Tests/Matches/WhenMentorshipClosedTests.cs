using PeerNetwork.Contracts.Engagement;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Matches;

public class WhenMentorshipClosedTests
{
    private static readonly DeciderSpec<Match, MatchEvent> Spec = DeciderSpec.Of<Match, MatchEvent>(Match.Evolve);
    private static readonly DeciderSpec<MentorCapacity, CapacityEvent> Places = DeciderSpec.Of<
        MentorCapacity,
        CapacityEvent
    >(MentorCapacity.Evolve);
    private static readonly DeciderSpec<MentorBudget, BudgetEvent> Budget = DeciderSpec.Of<MentorBudget, BudgetEvent>(
        MentorBudget.Evolve
    );
    private static readonly MentorshipClosed Closed = new(
        TheMatch.Value,
        9,
        TheProgram.Value,
        "oneToOne",
        Proposed.Members.ToContract(),
        "BER",
        "completed",
        6,
        Now
    );

    [Fact]
    public void The_match_ends() =>
        Spec.Given(Proposed, Confirmed)
            .When(match => WhenMentorshipClosed.Decide(match, Closed))
            .Then(new MatchEnded(TheMatch, "completed", Now));

    [Fact]
    public void A_match_ends_once() =>
        Spec.Given(Proposed, Confirmed, new MatchEnded(TheMatch, "completed", Now))
            .When(match => WhenMentorshipClosed.Decide(match, Closed))
            .ThenNothing();

    [Fact]
    public void A_match_that_is_not_ours_is_passed_over() =>
        Spec.When(match => WhenMentorshipClosed.Decide(match, Closed)).ThenNothing();

    [Fact]
    public void The_place_is_free_again() =>
        Places
            .Given(OnePlace, Taken with { Match = TheMatch })
            .When(places => WhenMentorshipClosed.Decide(places, Ada, Closed))
            .Then(new CapacityReleased(TheProgram, Ada, TheMatch, Now));

    [Fact]
    public void A_place_that_another_match_holds_stays_taken() =>
        Places.Given(OnePlace, Taken).When(places => WhenMentorshipClosed.Decide(places, Ada, Closed)).ThenNothing();

    [Fact]
    public void The_time_is_free_again() =>
        Budget
            .Given(TimeTaken with { Match = TheMatch })
            .When(budget => WhenMentorshipClosed.Decide(budget, Ada, Closed))
            .Then(new MentorTimeReleased(Ada, TheProgram, TheMatch, Now));

    [Fact]
    public void Time_that_another_match_takes_stays_taken() =>
        Budget.Given(TimeTaken).When(budget => WhenMentorshipClosed.Decide(budget, Ada, Closed)).ThenNothing();

    [Fact]
    public void Where_no_time_was_taken_none_is_freed() =>
        Budget.When(budget => WhenMentorshipClosed.Decide(budget, Ada, Closed)).ThenNothing();

    [Fact]
    public void Where_there_are_no_places_none_is_freed() =>
        Places.When(places => WhenMentorshipClosed.Decide(places, Ada, Closed)).ThenNothing();
}
