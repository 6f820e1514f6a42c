using PeerNetwork.Portal.Mentorships;

namespace PeerNetwork.Portal.Tests.Mentorships;

public sealed class MonthTests
{
    [Theory]
    [InlineData(2027, 1, -1, "2026-12")]
    [InlineData(2026, 12, 1, "2027-01")]
    [InlineData(2027, 3, 0, "2027-03")]
    [InlineData(1, 1, -1, "0001-01")]
    [InlineData(9999, 12, 1, "9999-12")]
    public void A_month_knows_its_neighbours(int year, int number, int months, string text) =>
        new Month(year, number).Add(months).ToString().ShouldBe(text);

    [Theory]
    [InlineData("2027-13")]
    [InlineData("2027-03-01")]
    [InlineData("<b>")]
    [InlineData(null)]
    public void Another_text_is_no_month(string? text) => Month.Parse(text).ShouldBeNull();

    [Fact]
    public void The_address_is_read_as_it_is_written() =>
        Month.Parse($"{new Month(2027, 3)}").ShouldBe(new Month(2027, 3));
}
