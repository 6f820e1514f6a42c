using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.Runs;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Matches;

public class RecheckReportingLinesTests
{
    private static readonly DeciderSpec<Match, MatchEvent> Spec = DeciderSpec.Of<Match, MatchEvent>(Match.Evolve);

    private static readonly MatchProposed Apart = Proposed with
    {
        Reasons = [new(Bo, Ada, PairReasons.Of(Bo, Ada, [], [NotManager]))],
    };

    private static readonly MatchInvalidated Invalidated = new(
        TheMatch,
        TheProgram,
        MatchKind.OneToOne,
        Proposed.Members,
        "BER",
        DeclineReason.ReportingLine,
        Now
    );

    [Fact]
    public void A_proposal_is_declined_and_a_confirmed_match_is_invalid_once()
    {
        Spec.Given(Apart)
            .When(Decide)
            .Then(Match.Evolve(null, Apart).Decline(DeclineReason.ReportingLine, [Ada, Bo], null, Now));
        Spec.Given(Apart, Confirmed).When(Decide).Then(Invalidated);
        Spec.Given(Apart, Confirmed, Invalidated).When(Decide).ThenNothing();
    }

    [Fact]
    public void What_has_ended_or_is_not_there_stays_as_it_is()
    {
        Spec.Given(Apart, Confirmed, new MatchEnded(TheMatch, "completed", Now)).When(Decide).ThenNothing();
        Spec.When(Decide).ThenNothing();
    }

    [Fact]
    public void A_policy_that_allows_managers_as_mentors_keeps_the_match() =>
        Spec.Given(Proposed with { Reasons = [new(Bo, Ada, PairReasons.Of(Bo, Ada, [], []))] }, Confirmed)
            .When(Decide)
            .ThenNothing();

    private static MatchEvent[] Decide(Match? match) =>
        RecheckReportingLines.Decide(match, new HashSet<PersonId> { Ada, Bo }, Now);
}
