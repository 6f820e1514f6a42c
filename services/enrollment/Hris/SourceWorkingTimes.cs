using System.Globalization;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>Working times as HR systems write them: percent, parts of full time, or hours of a week.</summary>
internal static class SourceWorkingTimes
{
    private const decimal MaxTime = 10_000;

    /// <summary>In percent, rounded; the text as it is where it is no such number.</summary>
    /// <param name="fullTime">What the source writes for full time.</param>
    public static string? ToPercent(string? text, decimal fullTime) =>
        fullTime > 0
        && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var time)
        && time <= MaxTime
            ? Math.Round(time / fullTime * 100, MidpointRounding.AwayFromZero).ToString(CultureInfo.InvariantCulture)
            : text;
}
