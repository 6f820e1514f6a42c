using System.Globalization;
using PeerNetwork.Analytics.Indicators;

namespace PeerNetwork.Analytics.Tests.Indicators;

public sealed class PeriodTests
{
    [Theory]
    [InlineData("2026-Q1", "2025-12-29", "2026-03-29")]
    [InlineData("2026-Q2", "2026-03-30", "2026-06-28")]
    [InlineData("2026-Q3", "2026-06-29", "2026-09-27")]
    [InlineData("2026-Q4", "2026-09-28", "2027-01-03")] // Its year has 53 weeks.
    public void A_period_is_whole_weeks(string code, string starts, string ends)
    {
        Period.TryParse(code, out var period).ShouldBeTrue();
        (period.Starts, period.Ends).ShouldBe((Day(starts), Day(ends)));
        $"{period}".ShouldBe(code);
    }

    [Fact]
    public void Each_week_of_200_years_is_in_the_one_period_that_has_its_Thursday()
    {
        for (var monday = new DateOnly(2000, 1, 3); monday.Year < 2199; monday = monday.AddDays(7))
        {
            var period = Period.OfWeek(monday);
            period.Starts.ShouldBeLessThanOrEqualTo(monday);
            period.Ends.ShouldBeGreaterThanOrEqualTo(monday.AddDays(6));
            period.Year.ShouldBe(ISOWeek.GetYear(monday.ToDateTime(TimeOnly.MinValue)));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-Q0")]
    [InlineData("2026-Q5")]
    [InlineData("2026-q1")]
    [InlineData("2026Q1")]
    [InlineData(" 2026-Q1")]
    [InlineData("2026-Q1\n")]
    [InlineData("1999-Q1")]
    [InlineData("2200-Q1")]
    [InlineData("\u0662026-Q1")]
    public void Anything_else_is_no_period(string? text) => Period.TryParse(text, out _).ShouldBeFalse();

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
