using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;
using PeerNetwork.Portal.Coordination;
using PeerNetwork.Portal.Tests.Mentorships;

namespace PeerNetwork.Portal.Tests.Coordination;

public class VariantComparisonTests : Component
{
    [Fact]
    public void Two_variants_stand_side_by_side_with_who_gains_and_who_loses()
    {
        var (gains, loses) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        using var api = new StubApi().Answer(
            $"/people/names?ids={gains}%2C{loses}",
            new { items = new[] { new { id = gains, name = "Ada" }, new { id = loses, name = "Cy" } } }
        );
        Services.AddSingleton(new EnrollmentClient(api.Client));

        var page = Render<VariantComparison>(p =>
            p.Add(
                c => c.Comparison,
                new()
                {
                    A = Summary(1, 900),
                    B = Summary(2, 800) with { Name = "Fairer" },
                    ImprovedCount = 1,
                    WorsenedCount = 1,
                    Improved = [new() { Mentee = gains, ScoreB = 420_000 }],
                    Worsened =
                    [
                        new()
                        {
                            Mentee = loses,
                            ScoreA = 500_000,
                            ScoreB = 455_000,
                        },
                    ],
                }
            )
        );

        page.FindAll("thead th").Select(cell => cell.TextContent).ShouldBe(["Figure", "Variant 1", "2: Fairer"]);
        page.FindAll("tbody tr:first-child td").Select(cell => cell.TextContent).ShouldBe(["90%", "80%"]);
        page.WaitForAssertion(() => page.Markup.ShouldContain("Ada"));
        page.FindAll(".card li")
            .Select(line =>
                string.Join(' ', line.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            )
            .ShouldBe(["Ada: not matched → 42", "Cy: 50 → 45.5"]);
    }

    [Fact]
    public void Optimal_and_stable_stand_side_by_side_with_what_each_costs()
    {
        using var api = new StubApi();
        Services.AddSingleton(new EnrollmentClient(api.Client));

        var page = Render<VariantComparison>(p =>
            p.Add(
                c => c.Comparison,
                new()
                {
                    A = Summary(1, 900) with { BlockingPairs = 12, MentorMean = 400_000 },
                    B = Summary(2, 800) with
                    {
                        Method = MatchingMethod.StableForMentees,
                        BlockingPairs = 0,
                        MentorMean = 515_000,
                    },
                    MentorWeights = new Dictionary<string, int> { ["experience"] = 1000 },
                    Improved = [],
                    Worsened = [],
                }
            )
        );

        page.FindAll("tbody tr")
            .TakeLast(3)
            .Select(row => string.Join(" | ", row.Children.Select(cell => cell.TextContent)))
            .ShouldBe([
                "How pairs are found | Optimal for all together | Stable, best for mentees",
                "Mean score for mentors | 40 | 51.5",
                "Pairs who would both rather have each other | 12 | 0",
            ]);
        page.Find("p").TextContent.ShouldContain("by the weights of mentors of the stable variant");
    }

    [Fact]
    public void A_single_variant_has_nothing_beside_it()
    {
        Services.AddSingleton(new EnrollmentClient(new HttpClient()));
        var page = Render<VariantComparison>(p =>
            p.Add(c => c.Comparison, new() { A = Summary(1, 900), B = Summary(1, 900) })
        );

        page.Find("p").TextContent.ShouldStartWith("This is the first variant with a result.");
    }

    private static CompareVariantsVariantSummary Summary(int variant, int rate) =>
        new()
        {
            Variant = variant,
            Metrics = new() { Rate = rate },
        };
}
