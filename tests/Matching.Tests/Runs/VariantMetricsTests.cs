using PeerNetwork.Matching.Runs;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Runs;

public class VariantMetricsTests
{
    private static readonly Run Compared = new RunEvent[]
    {
        Requested,
        OtherVariant,
        Started,
        Drafted,
        OtherDrafted,
    }.Aggregate((Run?)null, Run.Evolve)!;
    private static readonly RunMentor[] Mentors = [new(Ada.Value, 2), new(Dee.Value, 1), new(Id(9), 0)];

    private static readonly MenteeOutcome[] Outcomes =
    [
        new(Bo.Value, "BER", "x", To(Ada, 600_000), To(Ada, 600_000)),
        new(Cy.Value, "BER", "x", To(Ada, 400_000), To(Dee, 500_000)),
        new(Id(21), "LIS", "y", To(Dee, 800_000), null),
        new(Id(22), "LIS", null, null, To(Ada, 0)),
        new(Id(23), "LIS", "y", null, null),
    ];

    [Fact]
    public void Who_gains_and_who_loses_is_told_by_one_measure()
    {
        var answer = Compare(_ => true);

        (answer.ImprovedCount, answer.WorsenedCount, answer.UnchangedCount).ShouldBe((2, 1, 2));
        answer.Improved.ShouldBe([
            new(Cy.Value, Ada.Value, 400_000, Dee.Value, 500_000),
            new(Id(22), null, null, Ada.Value, 0),
        ]);
        answer.Worsened.ShouldBe([new(Id(21), Dee.Value, 800_000, null, null)]);
    }

    [Fact]
    public void Nobody_of_another_site_is_named_but_everybody_counts()
    {
        var answer = Compare(site => site == "BER");

        (answer.ImprovedCount, answer.Improved.Count, answer.WorsenedCount, answer.Worsened.Count).ShouldBe(
            (2, 1, 1, 0)
        );
    }

    [Fact]
    public void Share_spread_load_and_parity_are_those_of_each_variant()
    {
        var answer = Compare(_ => true);

        answer.A.Metrics.ShouldBe(
            new(
                5,
                3,
                600,
                new(600_000, 163_299, 400_000, 400_000, 600_000, 600_000, 800_000),
                new(2, null, 1_500, 500, 0),
                1_000,
                300_000
            )
        );
        answer.B.Metrics.Load.ShouldBe(new(2, null, 1_500, 500, 0));
        answer.Groups.ShouldBe([
            new(null, 1, new(0, 0, null), new(1, 1_000, 0)),
            new("x", 2, new(2, 1_000, 500_000), new(2, 1_000, 550_000)),
            new("y", 2, new(1, 500, 800_000), new(0, 0, null)),
        ]);
    }

    [Fact]
    public void Where_there_is_nobody_there_is_nothing_to_measure() =>
        CompareVariants
            .Compare(Compared.Variants[1], Compared.Variants[2], GroupBy.Site, [], [], _ => true)
            .A.Metrics.ShouldBe(new(0, 0, 0, null, new(0, null, 0, 0, 0), 0, 0));

    private static CompareVariants.Response Compare(Func<string, bool> isSeen) =>
        CompareVariants.Compare(
            Compared.Variants[1],
            Compared.Variants[2],
            GroupBy.Department,
            Outcomes,
            Mentors,
            isSeen
        );

    private static VariantMatch? To(PersonId mentor, int score) => new VariantMatch(mentor.Value, score);
}
