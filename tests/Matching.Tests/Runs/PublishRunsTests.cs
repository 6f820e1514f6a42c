using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;
using PeerNetwork.Matching.Runs;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Runs;

public class PublishRunsTests
{
    private static readonly DeciderSpec<Run, RunEvent> Spec = DeciderSpec
        .Of<Run, RunEvent>(Run.Evolve)
        .Given(Requested, Started, Drafted with { Matched = 2 }, Reviewed, Publishing);
    private static readonly ProposedPair One = PairOf(Bo, Ada),
        Other = PairOf(Cy, Ada);
    private static readonly TimeSpan TimeToAnswer = Proposed.AnswerUntil - Proposed.At;
    private static readonly PairAvailability Fine = StandingOf([Bo, Cy], 1);

    [Fact]
    public void The_last_batch_ends_the_publication() =>
        Spec.When(run => PublishRuns.Decide(run!, [One, Other], Fine, TimeToAnswer, Now).Run)
            .Then(
                new ProposalsPublished(TheRun, [Bo, Cy], [], 1_600_000, Now),
                new RunPublished(TheRun, TheProgram, 2, 2, 1_600_000, Now)
            );

    [Fact]
    public void A_batch_before_the_last_leaves_the_rest_open() =>
        Spec.When(run => PublishRuns.Decide(run!, [One], Fine, TimeToAnswer, Now).Run).Then(PairPublished);

    [Fact]
    public void The_publication_goes_on_where_it_stopped() =>
        Spec.Given(PairPublished)
            .When(run => PublishRuns.Decide(run!, [Other], Fine, TimeToAnswer, Now).Run)
            .Then(
                new ProposalsPublished(TheRun, [Cy], [], 800_000, Now),
                new RunPublished(TheRun, TheProgram, 2, 2, 1_600_000, Now)
            );

    [Fact]
    public void A_run_without_a_proposal_is_published_all_the_same() =>
        DeciderSpec
            .Of<Run, RunEvent>(Run.Evolve)
            .Given(Requested, Started, Drafted with { Matched = 0 }, Reviewed, Publishing)
            .When(run => PublishRuns.Decide(run!, [], Fine, TimeToAnswer, Now).Run)
            .Then(new RunPublished(TheRun, TheProgram, 2, 0, 0, Now));

    [Theory]
    [InlineData(true, true, 1, SkipReason.MenteeMatched)]
    [InlineData(false, false, 1, SkipReason.MenteeGone)]
    [InlineData(false, true, null, SkipReason.MentorGone)]
    [InlineData(false, true, 0, SkipReason.MentorFull)]
    public void What_changed_since_the_draft_is_skipped_with_its_reason(
        bool taken,
        bool stays,
        int? free,
        SkipReason reason
    )
    {
        var standing = StandingOf(stays ? [Bo, Cy] : [Cy], free) with
        {
            MatchedMentees = taken ? new HashSet<PersonId> { Bo } : [],
        };
        Spec.When(run => PublishRuns.Decide(run!, [One], standing, TimeToAnswer, Now).Run)
            .Then(new ProposalsPublished(TheRun, [], [new(Bo, reason)], 0, Now));
    }

    [Theory, InlineData(59, false), InlineData(60, true), InlineData(-30, false)]
    public void A_proposal_is_skipped_when_the_mentors_hours_are_used(long left, bool published)
    {
        var standing = Fine with { MinutesLeft = new Dictionary<PersonId, long> { [Ada] = left } };
        Spec.When(run => PublishRuns.Decide(run!, [One], standing, TimeToAnswer, Now).Run)
            .Then(
                published
                    ? PairPublished
                    : new ProposalsPublished(TheRun, [], [new(Bo, SkipReason.MentorHoursUsed)], 0, Now)
            );
    }

    [Fact]
    public void A_published_pair_becomes_a_match_with_its_reasons()
    {
        var run = new RunEvent[] { Requested, Started, Drafted, Reviewed, Publishing }.Aggregate(
            (Run?)null,
            Run.Evolve
        )!;

        var (_, matches) = PublishRuns.Decide(run, [One], Fine, TimeToAnswer, Now);

        DeciderSpec.Of<Match, MatchEvent>(Match.Evolve).When(_ => [.. matches]).Then(Proposed);
    }

    [Fact]
    public void What_was_added_by_hand_goes_before_what_was_found_and_what_was_removed_stays_out()
    {
        var byHand = PairOf(Bo, Dee);
        var run = new RunEvent[]
        {
            Requested,
            Started,
            Drafted with
            {
                Matched = 2,
            },
            new ProposalRemoved(TheRun, Bo, Reason, Dee, Now),
            new ProposalAdded(TheRun, byHand, Reason, Dee, Now),
            new ProposalRemoved(TheRun, Cy, Reason, Dee, Now),
            Reviewed,
            Publishing,
        }.Aggregate((Run?)null, Run.Evolve)!;

        PublishRuns.NextBatch(run, new([One, Other], [], null)).ShouldBe([byHand]);
    }

    [Fact]
    public void A_batch_is_small()
    {
        var mentees = Enumerable.Range(100, 120).Select(n => new PersonId(Id(n))).ToArray();
        var run = new RunEvent[] { Requested, Started, Drafted with { Matched = 120 }, Reviewed, Publishing }.Aggregate(
            (Run?)null,
            Run.Evolve
        )!;

        PublishRuns.NextBatch(run, new([.. mentees.Select(m => PairOf(m, Ada))], [], null)).Count.ShouldBe(50);
    }

    [Fact]
    public void Of_several_variants_the_one_that_was_reviewed_goes_out()
    {
        var byHand = PairOf(Cy, Dee);
        var run = new RunEvent[]
        {
            Requested,
            OtherVariant,
            Started,
            Drafted,
            OtherDrafted,
            new ProposalAdded(TheRun, PairOf(Cy, Ada), Reason, Dee, Now, 1),
            new ProposalRemoved(TheRun, Cy, Reason, Dee, Now, 2),
            new ProposalAdded(TheRun, byHand, Reason, Dee, Now, 2),
            Reviewed with
            {
                Variant = 2,
            },
            Publishing with
            {
                Variant = 2,
                Reason = Reason,
            },
        }.Aggregate((Run?)null, Run.Evolve)!;

        PublishRuns.NextBatch(run, new([One, Other], [], null)).ShouldBe([One, byHand]);
    }

    [Fact]
    public void What_is_settled_is_not_published_again()
    {
        var run = new RunEvent[]
        {
            Requested,
            Started,
            Drafted with
            {
                Matched = 2,
            },
            Reviewed,
            Publishing,
            PairPublished,
        }.Aggregate((Run?)null, Run.Evolve)!;

        PublishRuns.NextBatch(run, new([One, Other], [], null)).ShouldBe([Other]);
        (run.State, run.Variant.OpenProposals).ShouldBe((RunState.Publishing, 1));
    }

    private static PairAvailability StandingOf(PersonId[] mentees, int? free) =>
        new(
            new HashSet<PersonId>(),
            mentees.ToHashSet(),
            free is { } places ? new Dictionary<PersonId, int> { [Ada] = places } : [],
            new Dictionary<PersonId, long>()
        );
}
