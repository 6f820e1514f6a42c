using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Matches;

public class AcceptMatchTests
{
    private static readonly DeciderSpec<Match, MatchEvent> Spec = DeciderSpec.Of<Match, MatchEvent>(Match.Evolve);
    private static readonly MentorCapacity Free = MentorCapacity.Evolve(null, OnePlace),
        Full = MentorCapacity.Evolve(Free, Taken);

    [Fact]
    public void A_match_that_nobody_proposed_cannot_be_accepted() =>
        Spec.When(match => AcceptMatch.Decide(match, Left(Free), Bo, Now)).ThenThrows(DomainError.NotFound);

    [Fact]
    public void Nobody_else_may_accept() =>
        Spec.Given(Proposed)
            .When(match => AcceptMatch.Decide(match, Left(Free), Cy, Now))
            .ThenThrows(DomainError.Forbidden);

    [Fact]
    public void The_first_yes_waits_for_the_second() =>
        Spec.Given(Proposed)
            .When(match => AcceptMatch.Decide(match, Left(Free), Bo, Now))
            .Then(new MatchAccepted(TheMatch, Bo, Now));

    [Fact]
    public void The_second_yes_confirms_the_match() =>
        Spec.Given(Proposed, new MatchAccepted(TheMatch, Bo, Now))
            .When(match => AcceptMatch.Decide(match, Left(Free), Ada, Now))
            .Then(new MatchAccepted(TheMatch, Ada, Now), Confirmed);

    [Fact]
    public void Of_peers_both_have_to_say_yes_and_both_need_a_place_and_time()
    {
        var proposed = Proposed with
        {
            Kind = MatchKind.Reciprocal,
            Members = [new(Bo, MemberRole.Peer, 60), new(Ada, MemberRole.Peer, 60)],
        };
        var given = Spec.Given(proposed, new MatchAccepted(TheMatch, Ada, Now));
        given
            .When(match => AcceptMatch.Decide(match, [.. Left(Free), .. Left(Free, 60, Bo)], Bo, Now))
            .Then(new MatchAccepted(TheMatch, Bo, Now), Match.Evolve(null, proposed).Confirm(Now));
        given
            .When(match => AcceptMatch.Decide(match, [.. Left(Free, mentor: Bo), .. Left(Full)], Bo, Now))
            .Then(Match.Evolve(null, proposed).Decline(DeclineReason.MentorFull, [Ada], null, Now));
        given
            .When(match => AcceptMatch.Decide(match, [.. Left(Free, 59), .. Left(Free, mentor: Bo)], Bo, Now))
            .Then(Match.Evolve(null, proposed).Decline(DeclineReason.MentorHoursUsed, [Ada], null, Now));
        Spec.Given(proposed)
            .When(match => DeclineMatch.Decide(match, Ada, null, Now))
            .Then(Match.Evolve(null, proposed).Decline(DeclineReason.DeclinedByPeer, [Ada], null, Now));
    }

    [Fact]
    public void A_second_yes_of_the_same_person_changes_nothing() =>
        Spec.Given(Proposed, new MatchAccepted(TheMatch, Bo, Now))
            .When(match => AcceptMatch.Decide(match, Left(Free), Bo, Now))
            .ThenNothing();

    [Theory, InlineData(false), InlineData(true)]
    public void A_yes_after_both_said_yes_changes_nothing(bool ended) =>
        Spec.Given([
                Proposed,
                Confirmed,
                .. ended ? new MatchEvent[] { new MatchEnded(TheMatch, "completed", Now) } : [],
            ])
            .When(match => AcceptMatch.Decide(match, Left(Full), Ada, Now))
            .ThenNothing();

    [Fact]
    public void The_second_yes_comes_too_late_when_the_last_place_is_gone() =>
        Spec.Given(Proposed, new MatchAccepted(TheMatch, Bo, Now))
            .When(match => AcceptMatch.Decide(match, Left(Full), Ada, Now))
            .Then(Declined(DeclineReason.MentorFull));

    [Fact]
    public void The_first_yes_comes_too_late_when_the_last_place_is_gone() =>
        Spec.Given(Proposed)
            .When(match => AcceptMatch.Decide(match, Left(Full), Bo, Now))
            .Then(Declined(DeclineReason.MentorFull));

    [Fact]
    public void A_mentor_who_offers_no_place_has_none_to_give() =>
        Spec.Given(Proposed)
            .When(match => AcceptMatch.Decide(match, Left(null), Bo, Now))
            .Then(Declined(DeclineReason.MentorFull));

    [Fact]
    public void Who_comes_again_after_the_last_place_went_reads_so_again() =>
        Spec.Given(Proposed, Declined(DeclineReason.MentorFull))
            .When(match => AcceptMatch.Decide(match, Left(Free), Bo, Now))
            .ThenThrows(DomainError.Conflict, "last place");

    [Theory, InlineData(true), InlineData(false)]
    public void Neither_yes_counts_once_the_time_to_answer_is_over(bool isFirst)
    {
        MatchEvent[] before = isFirst ? [Proposed] : [Proposed, new MatchAccepted(TheMatch, Bo, Now)];
        Spec.Given(before)
            .When(match => AcceptMatch.Decide(match, Left(Free), Ada, Proposed.AnswerUntil))
            .Then(
                Match
                    .Evolve(null, Proposed)
                    .Decline(DeclineReason.NotAnswered, isFirst ? [Ada, Bo] : [Ada], null, Proposed.AnswerUntil)
            );
    }

    [Fact]
    public void A_yes_counts_up_to_the_last_moment() =>
        Spec.Given(Proposed)
            .When(match => AcceptMatch.Decide(match, Left(Free), Bo, Proposed.AnswerUntil.AddTicks(-1)))
            .Then(new MatchAccepted(TheMatch, Bo, Proposed.AnswerUntil.AddTicks(-1)));

    [Fact]
    public void Who_comes_again_after_the_time_to_answer_reads_so_again() =>
        Spec.Given(Proposed, Declined(DeclineReason.NotAnswered))
            .When(match => AcceptMatch.Decide(match, Left(Free), Bo, Now))
            .ThenThrows(DomainError.Conflict, "time to answer");

    [
        Theory,
        InlineData(DeclineReason.DeclinedByMentor),
        InlineData(DeclineReason.DeclinedByMentee),
        InlineData(DeclineReason.Withdrawn)
    ]
    public void What_was_declined_cannot_be_accepted(DeclineReason reason) =>
        Spec.Given(Proposed, Declined(reason))
            .When(match => AcceptMatch.Decide(match, Left(Free), Bo, Now))
            .ThenThrows(DomainError.Conflict, "declined");

    [Theory, InlineData(60), InlineData(61)]
    public void The_second_yes_confirms_the_match_while_the_mentor_has_time_for_it(long left) =>
        Spec.Given(Proposed, new MatchAccepted(TheMatch, Bo, Now))
            .When(match => AcceptMatch.Decide(match, Left(Free, left), Ada, Now))
            .Then(new MatchAccepted(TheMatch, Ada, Now), Confirmed);

    [Theory, InlineData(59), InlineData(0), InlineData(-60)]
    public void The_second_yes_comes_too_late_when_the_mentors_hours_are_used(long left) =>
        Spec.Given(Proposed, new MatchAccepted(TheMatch, Bo, Now))
            .When(match => AcceptMatch.Decide(match, Left(Free, left), Ada, Now))
            .Then(Declined(DeclineReason.MentorHoursUsed));

    [Fact]
    public void The_first_yes_comes_too_late_when_the_mentors_hours_are_used() =>
        Spec.Given(Proposed)
            .When(match => AcceptMatch.Decide(match, Left(Free, 59), Bo, Now))
            .Then(Declined(DeclineReason.MentorHoursUsed));

    [Fact]
    public void Where_neither_place_nor_time_is_left_the_place_is_the_reason() =>
        Spec.Given(Proposed)
            .When(match => AcceptMatch.Decide(match, Left(Full, 0), Bo, Now))
            .Then(Declined(DeclineReason.MentorFull));

    [Fact]
    public void Who_comes_again_after_the_hours_were_used_reads_so_again() =>
        Spec.Given(Proposed, Declined(DeclineReason.MentorHoursUsed))
            .When(match => AcceptMatch.Decide(match, Left(Free), Bo, Now))
            .ThenThrows(DomainError.Conflict, "hours");

    [Fact]
    public void A_confirmed_match_outlives_lower_hours() =>
        Spec.Given(Proposed, Confirmed)
            .When(match => AcceptMatch.Decide(match, Left(Free, -60), Ada, Now))
            .ThenNothing();

    private static MentorAvailability[] Left(MentorCapacity? capacity, long? minutes = null, PersonId? mentor = null) =>
        [new(mentor ?? Ada, capacity, minutes, Minutes: 60)];

    private static MatchDeclined Declined(DeclineReason reason) =>
        Match.Evolve(null, Proposed).Decline(reason, [Ada], null, Now);
}
