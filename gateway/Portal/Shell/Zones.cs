namespace PeerNetwork.Portal.Shell;

/// <summary>Local times of IANA zones. A zone that the machine does not know counts as UTC, as it does for the
/// API.</summary>
public static class Zones
{
    /// <summary>The same instant by the clocks of a zone.</summary>
    public static DateTimeOffset In(this DateTimeOffset instant, string zone) =>
        TimeZoneInfo.ConvertTime(instant, Find(zone));

    /// <summary>The instant of a wall time; the first where the time comes twice.</summary>
    public static DateTimeOffset At(string zone, DateTime wallTime)
    {
        var found = Find(zone);
        var offset = found.IsAmbiguousTime(wallTime)
            ? found.GetAmbiguousTimeOffsets(wallTime).Max()
            : found.GetUtcOffset(wallTime);
        return new(wallTime, offset);
    }

    /// <summary>The place by which a zone is named: <c>America/New_York</c> is New York.</summary>
    public static string PlaceOf(string zone) => zone.Split('/')[^1].Replace('_', ' ');

    private static TimeZoneInfo Find(string zone) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found : TimeZoneInfo.Utc;
}
