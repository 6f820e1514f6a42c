using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace PeerNetwork.Enrollment.Applications.Selection;

/// <summary>
/// Converts the wall time of an interview into an instant. A wall time that a clock change skips means as long after
/// midnight as usual, one that comes twice means its first coming (RFC 5545, section 3.3.5).
/// </summary>
internal static class InterviewTime
{
    private static readonly LocalDateTimePattern Minutes = LocalDateTimePattern.CreateWithInvariantCulture(
        "uuuu-MM-dd'T'HH:mm"
    );

    /// <summary>Null for a name that is no IANA zone.</summary>
    public static DateTimeZone? Zone(string name) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name);

    /// <summary>A wall time written as <c>2026-03-09T17:00</c>, or null.</summary>
    public static LocalDateTime? Parse(string? text) =>
        text is not null && Minutes.Parse(text) is { Success: true } parsed && parsed.Value.Year is >= 2000 and < 2200
            ? parsed.Value
            : null;

    /// <summary>The instant of a wall time, with the offset of its zone.</summary>
    public static DateTimeOffset In(this LocalDateTime local, DateTimeZone zone) =>
        zone.ResolveLocal(local, Resolvers.LenientResolver).ToDateTimeOffset();
}
