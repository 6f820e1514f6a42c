using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>Days as HR systems write them.</summary>
internal static partial class SourceDates
{
    /// <summary>
    /// A day in ISO 8601, whose time and offset are ignored; the day as <c>/Date(milliseconds)/</c> of OData 2; null
    /// for <c>0000-00-00</c>, which stands for no day.
    /// </summary>
    /// <param name="format">How the source writes days, where it does so in another way.</param>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static DateOnly? Parse(string? text, string? format = null)
    {
        if (string.IsNullOrWhiteSpace(text) || text.StartsWith("0000-00-00", StringComparison.Ordinal))
            return null;
        if (format is not null)
            return DateOnly.ParseExact(text, format, CultureInfo.InvariantCulture);
        return ODataDate().Match(text) is { Success: true } match
            ? FromMilliseconds(long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            : DateOnly.ParseExact(
                IsoDate().Match(text).Groups[1].ValueSpan,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture
            );
    }

    /// <exception cref="HrisException">The property holds something that is not a day.</exception>
    public static DateOnly? Read(JsonElement element, string path)
    {
        try
        {
            return Parse(element.Text(path));
        }
        catch (FormatException)
        {
            throw new HrisException($"A record holds something at '{path}' that is not a day.", isTransient: false);
        }
    }

    public static DateOnly Today(this TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    private static DateOnly FromMilliseconds(long milliseconds) =>
        milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
        && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime)
            : throw new FormatException("The moment lies outside of the calendar.");

    [GeneratedRegex(@"^/Date\((-?\d{1,15})(?:[+-]\d{4})?\)/$")]
    private static partial Regex ODataDate();

    [GeneratedRegex(@"^(\d{4}-\d{2}-\d{2})(?:$|[T Zz+-])")]
    private static partial Regex IsoDate();
}
