using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace PeerNetwork.Engagement.Sessions;

/// <summary>
/// Converts between local times and instants. A wall time that a clock change skips means as long after
/// midnight as usual (02:30 becomes 03:30), one that comes twice means its first coming: the rule of RFC 5545, section
/// 3.3.5, so that calendars agree with us.
/// </summary>
public static class LocalTimes
{
    private static readonly LocalDateTimePattern Minutes = LocalDateTimePattern.CreateWithInvariantCulture(
        "uuuu-MM-dd'T'HH:mm"
    );

    /// <summary>The zone of this IANA name, or null.</summary>
    public static DateTimeZone? Zone(string? name) =>
        name is null ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(name);

    /// <summary>The zone of this IANA name; UTC for a name that this version of the zone data does not know.</summary>
    public static DateTimeZone ZoneOrUtc(string name) => Zone(name) ?? DateTimeZone.Utc;

    /// <summary>A wall time written as <c>2026-03-09T17:00</c>, or null.</summary>
    public static LocalDateTime? Parse(string? text) =>
        text is not null && Minutes.Parse(text) is { Success: true } parsed && parsed.Value.Year is >= 2000 and < 2200
            ? parsed.Value
            : null;

    /// <summary>The instant of a wall time, with the offset of its zone.</summary>
    public static DateTimeOffset In(this LocalDateTime local, DateTimeZone zone) =>
        zone.ResolveLocal(local, Resolvers.LenientResolver).ToDateTimeOffset();

    /// <summary>The same instant as the clocks of a zone show it.</summary>
    public static DateTimeOffset In(this DateTimeOffset instant, string zone) =>
        Instant.FromDateTimeOffset(instant).InZone(ZoneOrUtc(zone)).ToDateTimeOffset();

    /// <summary>The day that it is in a zone.</summary>
    public static DateOnly DayIn(this DateTimeOffset instant, string zone) =>
        DateOnly.FromDateTime(instant.In(zone).DateTime);

    /// <summary>The same wall time week after week, whatever the clocks of the zone do in between.</summary>
    public static IEnumerable<DateTimeOffset> Weekly(this LocalDateTime first, DateTimeZone zone, int times) =>
        Enumerable.Range(0, times).Select(week => first.PlusWeeks(week).In(zone));
}
