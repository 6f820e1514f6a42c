using System.Globalization;
using System.Text.RegularExpressions;

namespace PeerNetwork.Portal.Insights;

/// <summary>A quarter, as the API writes periods: <c>2026-Q1</c>.</summary>
public readonly partial record struct Quarter(int Year, int Number)
{
    private const int InYear = 4,
        MonthsIn = 3;

    public Quarter Previous => Number == 1 ? new(Year - 1, InYear) : new(Year, Number - 1);

    /// <summary>The quarter of a day and those before it, the last one first.</summary>
    public static IEnumerable<Quarter> Until(DateOnly day, int count)
    {
        var quarter = new Quarter(day.Year, (day.Month - 1) / MonthsIn + 1);
        for (var n = 0; n < count; n++, quarter = quarter.Previous)
            yield return quarter;
    }

    /// <summary>Null for a text that is no quarter.</summary>
    public static Quarter? Parse(string? text) =>
        text is not null && Pattern().Match(text) is { Success: true } match
            ? new(ToNumber(match.Groups[1]), ToNumber(match.Groups[2]))
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-Q{Number}");

    private static int ToNumber(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(2[01][0-9]{2})-Q([1-4])\z")]
    private static partial Regex Pattern();
}
