using PeerNetwork.Portal.Insights;

namespace PeerNetwork.Portal.Tests.Insights;

public class QuarterTests
{
    [Fact]
    public void The_last_quarters_begin_with_the_present_one() =>
        Quarter
            .Until(new(2027, 5, 31), 4)
            .Select(quarter => $"{quarter}")
            .ShouldBe(["2027-Q2", "2027-Q1", "2026-Q4", "2026-Q3"]);

    [Theory]
    [InlineData("2026-Q1")]
    [InlineData("2199-Q4")]
    public void A_quarter_is_read_as_it_is_written(string text) => $"{Quarter.Parse(text)}".ShouldBe(text);

    [Theory]
    [InlineData(null)]
    [InlineData("2026-Q5")]
    [InlineData("1999-Q1")]
    [InlineData("2026-Q1\n")]
    [InlineData("2026")]
    public void Other_texts_are_no_quarters(string? text) => Quarter.Parse(text).ShouldBeNull();
}
