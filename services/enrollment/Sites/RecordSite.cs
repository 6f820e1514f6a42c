namespace PeerNetwork.Enrollment.Sites;

/// <summary>What a roster says of a site.</summary>
/// <param name="Code">The company's own short name, unique and stable: 1 to 32 letters, digits, '-', '_' or
/// '.'.</param>
/// <param name="Name">The name that people read.</param>
/// <param name="TimeZone">IANA time zone, such as <c>Europe/Berlin</c>.</param>
/// <param name="Country">ISO 3166-1 alpha-2 code.</param>
public sealed record SiteRecord(string Code, string Name, string TimeZone, string? Country = null);

/// <summary>A roster names a site: it is opened, or changed where the roster says otherwise.</summary>
public static class RecordSite
{
    /// <param name="source">The HR system that names it; null where a mapping does.</param>
    public static SiteEvent[] Decide(
        Site? site,
        SiteId id,
        SiteRecord entry,
        DateTimeOffset now,
        string? source = null
    ) =>
        site switch
        {
            null => [new SiteOpened(id, entry.Code, entry.Name, entry.TimeZone, entry.Country, source, now)],
            _ when (site.Name, site.TimeZone, site.Country) == (entry.Name, entry.TimeZone, entry.Country) => [],
            _ => [new SiteChanged(site.Id, site.Code, entry.Name, entry.TimeZone, entry.Country, now)],
        };
}
