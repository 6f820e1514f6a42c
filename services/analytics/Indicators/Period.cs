using System.Globalization;
using System.Text.RegularExpressions;

namespace PeerNetwork.Analytics.Indicators;

/// <summary>
/// A published period: a calendar quarter of whole ISO weeks. A week belongs to the quarter that has its Thursday, so
/// the quarters of a year are the ISO weeks of that year. It is written as <c>2026-Q1</c>.
/// </summary>
public readonly partial record struct Period(int Year, int Quarter)
{
    /// <summary>How a period is written.</summary>
    public const string Pattern = "^2[01][0-9]{2}-Q[1-4]$";

    private const int DaysInWeek = 7;
    private const int DaysToThursday = 3;
    private const int MonthsInQuarter = 3;

    /// <summary>The Monday of the first week.</summary>
    public DateOnly Starts
    {
        get
        {
            var first = new DateOnly(Year, (Quarter - 1) * MonthsInQuarter + 1, 1);
            var daysUntilThursday = (DayOfWeek.Thursday - first.DayOfWeek + DaysInWeek) % DaysInWeek;
            return first.AddDays(daysUntilThursday - DaysToThursday);
        }
    }

    /// <summary>The Sunday of the last week.</summary>
    public DateOnly Ends => (Quarter == 4 ? new Period(Year + 1, 1) : new Period(Year, Quarter + 1)).Starts.AddDays(-1);

    /// <summary>The quarter before.</summary>
    public Period Previous => Quarter == 1 ? new(Year - 1, 4) : new(Year, Quarter - 1);

    /// <summary>The quarter to which the week of this day belongs.</summary>
    public static Period OfDay(DateOnly day) =>
        OfWeek(day.AddDays(-((day.DayOfWeek - DayOfWeek.Monday + DaysInWeek) % DaysInWeek)));

    /// <param name="monday">The first day of a week.</param>
    public static Period OfWeek(DateOnly monday)
    {
        var thursday = monday.AddDays(DaysToThursday);
        return new(thursday.Year, (thursday.Month - 1) / MonthsInQuarter + 1);
    }

    public static bool TryParse(string? text, out Period period)
    {
        period = text is not null && Code().IsMatch(text) ? new(Number(text[..4]), Number(text[^1..])) : default;
        return period != default;

        static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-Q{Quarter}");

    [GeneratedRegex($@"{Pattern}\z")]
    private static partial Regex Code();
}
