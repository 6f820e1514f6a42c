using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.Runs;
using PeerNetwork.Matching.Schedules;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Schedules;

public class WhenRunDueTests
{
    private static readonly DeciderSpec<Run, RunEvent> Spec = DeciderSpec.Of<Run, RunEvent>(Run.Evolve);
    private static readonly DateOnly Today = new(2026, 4, 1);
    private static readonly RunDue Due = new(TheProgram.Value, 3, Id(20), TheRun.Value, true, Now);

    [Fact]
    public void Groups_have_the_sizes_of_the_last_run_or_of_the_program()
    {
        Sizes(null).ShouldBe(new(3, 6));
        var sized = Requested with { Kind = MatchKind.Group, Terms = new(GroupSizes: new(2, 4)) };
        Sizes(Run.Evolve(null, sized)).ShouldBe(new(2, 4));

        static GroupSizes? Sizes(Run? example) =>
            WhenRunDue
                .Decide(null, Due, MatchKind.Group, example, Today, Now, new(3, 6))
                .ShouldHaveSingleItem()
                .ShouldBeOfType<RunRequested>()
                .Terms!.GroupSizes;
    }

    [Fact]
    public void A_scheduled_run_goes_by_the_policy_of_the_run_before_without_its_locked_pairs()
    {
        var example = Run.Evolve(
            null,
            Requested with
            {
                Policy = Requested.Policy with
                {
                    Locked = [new(Bo.Value, Ada.Value)],
                    Forbidden = [new(Cy.Value, Ada.Value)],
                },
                Terms = new(
                    "Fair to sites",
                    GroupBy.Site,
                    new(2),
                    null,
                    MatchingMethod.StableForMentees,
                    Requested.Policy.Weights
                ),
            }
        );

        var asked = WhenRunDue.Decide(null, Due, MatchKind.OneToOne, example, Today, Now).ShouldHaveSingleItem();

        asked.ShouldBeEquivalentTo(
            new RunRequested(
                new(Due.Run),
                TheProgram,
                Requested.Policy with
                {
                    Day = Today,
                    Forbidden = [new(Cy.Value, Ada.Value)],
                },
                Requested.Exclusions,
                null,
                Now,
                new(null, GroupBy.Site, new(2), null, MatchingMethod.StableForMentees, Requested.Policy.Weights),
                WithoutReview: true
            )
        );
    }

    [Fact]
    public void The_first_one_goes_by_the_defaults() =>
        WhenRunDue
            .Decide(null, Due with { PolicyOf = null }, MatchKind.OneToOne, null, Today, Now)
            .ShouldHaveSingleItem()
            .ShouldBeOfType<RunRequested>()
            .Policy.ShouldBeEquivalentTo(new Policy { Day = Today });

    [Fact]
    public void A_run_of_peers_takes_no_bounds_of_fairness_and_no_method_from_another()
    {
        var example = Run.Evolve(
            null,
            Requested with
            {
                Policy = Requested.Policy with { Fairness = new() { MaxLoadAboveMean = 1 } },
                Terms = new(Method: MatchingMethod.StableForMentors, MentorWeights: Requested.Policy.Weights),
            }
        );
        var asked = WhenRunDue
            .Decide(null, Due, MatchKind.Reciprocal, example, Today, Now)
            .ShouldHaveSingleItem()
            .ShouldBeOfType<RunRequested>();
        asked.Kind.ShouldBe(MatchKind.Reciprocal);
        asked.Policy.Fairness.ShouldBe(FairnessBounds.None);
        asked.Terms.ShouldBe(VariantTerms.None);
    }

    [Fact]
    public void A_message_that_comes_twice_makes_one_run() =>
        Spec.Given(Requested)
            .When(run => WhenRunDue.Decide(run, Due, MatchKind.OneToOne, null, Today, Now))
            .ThenNothing();

    [Fact]
    public void What_needs_no_review_is_published_as_soon_as_it_is_computed() =>
        Spec.Given(Requested with { By = null, WithoutReview = true }, Started)
            .When(run => ComputeVariant.Complete(run, Drafted))
            .Then(Drafted, new RunReviewed(TheRun, null, Now, 1), new PublicationRequested(TheRun, null, Now, 1));

    [Fact]
    public void Where_a_bound_of_fairness_is_not_met_a_coordinator_decides()
    {
        var unfair = Drafted with
        {
            Fairness = new(
                [new("BER", 2, 1, 500, 900, 800_000, 700_000, false)],
                new(1, 2, 1_000, 0, 0),
                PriceInMatched: 0,
                PriceInScore: 0,
                Gap: 0
            ),
        };
        Spec.Given(Requested with { By = null, WithoutReview = true }, Started)
            .When(run => ComputeVariant.Complete(run, unfair))
            .Then(unfair);
    }
}
