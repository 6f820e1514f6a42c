using System.Diagnostics;

namespace PeerNetwork.Enrollment.Sites;

public readonly record struct SiteId(Guid Value);

public abstract record SiteEvent;

/// <param name="Source">The HR system that named it; null where a mapping did.</param>
public sealed record SiteOpened(
    SiteId Site,
    string Code,
    string Name,
    string TimeZone,
    string? Country,
    string? Source,
    DateTimeOffset At
) : SiteEvent;

public sealed record SiteChanged(
    SiteId Site,
    string Code,
    string Name,
    string TimeZone,
    string? Country,
    DateTimeOffset At
) : SiteEvent;

/// <summary>A place where the company works. Its code is the company's own, unique and stable.</summary>
/// <param name="Source">The HR system that named it; null where a mapping did.</param>
public sealed record Site(SiteId Id, string Code, string Name, string TimeZone, string? Country, string? Source = null)
{
    public static Site Evolve(Site? site, SiteEvent e) =>
        (site, e) switch
        {
            (null, SiteOpened o) => new(o.Site, o.Code, o.Name, o.TimeZone, o.Country, o.Source),
            ({ } s, SiteChanged c) => s with { Name = c.Name, TimeZone = c.TimeZone, Country = c.Country },
            _ => throw new UnreachableException($"{e} cannot follow {site}"),
        };
}
