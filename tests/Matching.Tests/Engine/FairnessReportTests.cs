using PeerNetwork.Matching.Engine;
using static PeerNetwork.Matching.Tests.Engine.TestPeople;

namespace PeerNetwork.Matching.Tests.Engine;

public class FairnessReportTests
{
    private static readonly Policy OnlyGoals = Plain with
    {
        Weights = Factor.All.ToDictionary(factor => factor.Name, factor => factor.Name == "learning-goals" ? 1 : 0),
    };

    /// <summary>Six mentees compete for three places; those of the group in the south suit less.</summary>
    private static readonly Cohort Unequal = new(
        [
            .. Enumerable
                .Range(1, 6)
                .Select(n => new Mentee(Id(n))
                {
                    Group = n <= 3 ? "north" : "south",
                    Goals = n <= 3 ? ["sql"] : ["sql", "chess"],
                }),
        ],
        [new(Id(10), 2) { OfferedSkills = [new("sql")] }, new(Id(11), 1) { OfferedSkills = [new("sql")] }]
    );

    [Fact]
    public void Without_bounds_it_says_how_groups_fare()
    {
        var report = Solve(Unequal, OnlyGoals);
        report
            .Groups.Select(g => (g.Group, g.Mentees, g.Matched, g.Rate, g.MinRate, g.Met))
            .ShouldBe([("north", 3, 3, 1000, null, true), ("south", 3, 0, 0, null, true)]);
        report.Groups.Select(g => g.Mean).ShouldBe([1_000_000, null]);
        (report.PriceInMatched, report.PriceInScore, report.Gap, report.Met).ShouldBe((0, 0L, 0L, true));
    }

    [Fact]
    public void A_bound_on_shares_is_kept_and_its_price_is_told()
    {
        var report = Solve(Unequal, OnlyGoals with { Fairness = new() { MaxRateGap = 200 } });
        // Half of all are matched, so at least 300 thousandths of each group: one of three.
        report
            .Groups.Select(g => (g.Group, g.Matched, g.MinRate, g.Met))
            .ShouldBe([("north", 2, 300, true), ("south", 1, 300, true)]);
        (report.PriceInMatched, report.PriceInScore, report.Gap).ShouldBe((0, 500_000L, 0L));
    }

    [Fact]
    public void Locked_pairs_count_for_their_group()
    {
        var report = Solve(
            Unequal,
            OnlyGoals with
            {
                Fairness = new() { MaxRateGap = 200 },
                Locked = [new(Id(4), Id(11))],
            }
        );
        report.Groups.Select(g => (g.Group, g.Matched, g.Met)).ShouldBe([("north", 2, true), ("south", 1, true)]);
        report.PriceInScore.ShouldBe(0);
    }

    [Fact]
    public void A_bound_that_cannot_be_kept_is_kept_as_far_as_it_goes_and_says_so()
    {
        var barred = Unequal with
        {
            Exclusions =
            [
                .. Enumerable.Range(4, 3).SelectMany(n => new[] { new Pair(Id(n), Id(10)), new Pair(Id(n), Id(11)) }),
            ],
        };
        var report = Solve(barred, OnlyGoals with { Fairness = new() { MaxRateGap = 0 } });
        report.Groups.Select(g => (g.Matched, g.MinRate, g.Met)).ShouldBe([(3, 500, true), (0, 500, false)]);
        report.Met.ShouldBeFalse();
    }

    [Fact]
    public void A_bound_on_means_chooses_better_pairs_for_the_group_that_has_worse_ones()
    {
        var cohort = new Cohort(
            [
                new Mentee(Id(1)) { Group = "north", Goals = ["sql", "go"] },
                new Mentee(Id(2)) { Group = "south", Goals = ["rust", "chess", "tax"] },
            ],
            [
                new(Id(10), 1) { OfferedSkills = [new("sql"), new("go"), new("rust"), new("chess")] },
                new(Id(11), 1) { OfferedSkills = [new("sql"), new("tax")] },
            ]
        );
        Solve(cohort, OnlyGoals).Groups.Select(g => g.Mean).ShouldBe([1_000_000, 333_000]);

        var report = Solve(cohort, OnlyGoals with { Fairness = new() { MaxScoreGap = 200 } });

        report
            .Groups.Select(g => (g.Mean, g.MinMean, g.Met))
            .ShouldBe([(500_000, 466_500, true), (666_000, 466_500, true)]);
        report.PriceInScore.ShouldBe(167_000);
        report.Gap.ShouldBeInRange(0, 167_000);
    }

    [Fact]
    public void A_bound_on_load_spreads_mentees_and_its_price_is_told()
    {
        var cohort = new Cohort(
            [.. Enumerable.Range(1, 4).Select(n => new Mentee(Id(n)) { Goals = ["sql"] })],
            [new(Id(10), 4) { OfferedSkills = [new("sql")] }, new(Id(11), 4) { OfferedSkills = [new("chess")] }]
        );
        var free = Solve(cohort, OnlyGoals).Load;
        (free.Max, free.MaxAllowed, free.MeanThousandths, free.DeviationThousandths, free.Unused).ShouldBe(
            (4, null, 2000, 2000, 1)
        );

        var report = Solve(cohort, OnlyGoals with { Fairness = new() { MaxLoadAboveMean = 1 } });

        (report.Load.Max, report.Load.MaxAllowed, report.Load.Unused, report.Load.Met).ShouldBe((3, 3, 0, true));
        (report.PriceInMatched, report.PriceInScore).ShouldBe((0, 1_000_000L));
    }

    [Fact]
    public void Bounds_on_large_cohorts_are_kept_with_a_proof()
    {
        var cohort = Many(4, 400, 120);
        cohort = cohort with
        {
            Mentees =
            [
                .. cohort.Mentees.Select((mentee, at) => mentee with { Group = mentee.Site ?? $"none {at % 2}" }),
            ],
        };
        var result = MatchingProblem
            .From(
                cohort,
                Plain with
                {
                    Fairness = new()
                    {
                        MaxRateGap = 10,
                        MaxScoreGap = 20,
                        MaxLoadAboveMean = 1,
                    },
                    Rules = new HardRules { MaxTimeZoneSpanHours = 4 },
                }
            )
            .Solve();
        result.Verify().Holds.ShouldBeTrue(result.Verify().Sentence);
        result.Fairness!.Met.ShouldBeTrue(string.Join("; ", result.Fairness.Groups));
        result.Fairness.PriceInScore.ShouldBeGreaterThan(0);
    }

    private static FairnessReport Solve(Cohort cohort, Policy policy)
    {
        var result = MatchingProblem.From(cohort, policy).Solve();
        result.Verify().Holds.ShouldBeTrue();
        return result.Fairness!;
    }
}
