using System.Globalization;

namespace PeerNetwork.Portal.Mentorships;

/// <summary>A month of a year. In the address it is written as <c>2027-03</c>.</summary>
public readonly record struct Month(int Year, int Number)
{
    private const string Format = "yyyy-MM";

    public DateOnly FirstDay => new(Year, Number, 1);

    public static Month Of(DateOnly day) => new(day.Year, day.Month);

    /// <summary>Null for a text that names no month.</summary>
    public static Month? Parse(string? text) =>
        DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? Of(day)
            : null;

    /// <summary>The first and the last month that there is have none before and after them.</summary>
    public Month Add(int months) =>
        (Year * 12) + Number - 1 + months is var index
        && index >= Index(DateOnly.MinValue)
        && index <= Index(DateOnly.MaxValue)
            ? new(index / 12, (index % 12) + 1)
            : this;

    public override string ToString() => FirstDay.ToString(Format, CultureInfo.InvariantCulture);

    private static int Index(DateOnly day) => (day.Year * 12) + day.Month - 1;
}
