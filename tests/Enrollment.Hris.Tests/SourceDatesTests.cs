namespace PeerNetwork.Enrollment.Hris.Tests;

public sealed class SourceDatesTests
{
    [Theory]
    [InlineData("2026-11-27")]
    [InlineData("2026-11-27T23:59:59Z")]
    [InlineData("2026-11-27T00:00:00.000+02:00")]
    [InlineData("2026-11-27 10:00")]
    [InlineData("2026-11-27-08:00")]
    [InlineData("2026-11-27Z")]
    [InlineData("/Date(1795737600000)/")]
    [InlineData("/Date(1795737600000+0000)/")]
    public void A_day_is_read_as_it_is_written(string text) =>
        SourceDates.Parse(text).ShouldBe(new DateOnly(2026, 11, 27));

    [Fact]
    public void A_day_before_1970_is_read() =>
        SourceDates.Parse("/Date(-86400000)/").ShouldBe(new DateOnly(1969, 12, 31));

    [Fact]
    public void The_last_day_of_the_calendar_is_read() =>
        SourceDates.Parse("/Date(253402214400000)/").ShouldBe(DateOnly.MaxValue);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0000-00-00")]
    public void Some_texts_stand_for_no_day(string? text) => SourceDates.Parse(text).ShouldBeNull();

    [Theory]
    [InlineData("27.11.2026")]
    [InlineData("2026-11-271")]
    [InlineData("2026-13-01")]
    [InlineData("/Date(x)/")]
    [InlineData("/Date(999999999999999)/")]
    [InlineData("soon")]
    public void Anything_else_is_refused(string text) => Should.Throw<FormatException>(() => SourceDates.Parse(text));
}
