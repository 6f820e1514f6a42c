using PeerNetwork.Enrollment.Hris;
using PeerNetwork.Enrollment.Rosters;
using PeerNetwork.Enrollment.Sites;

namespace PeerNetwork.Enrollment.Syncs;

/// <summary>
/// The sites that an HR system names, as sites of the platform. Their codes are what the mapping makes of the column
/// <c>site</c>.
/// </summary>
public static class WorkerSites
{
    private const string Column = "site";

    private static readonly SiteRecordValidator Validator = new();

    /// <param name="mapping">Where the site of a person comes from.</param>
    /// <param name="areAll">All people were read, so that these are all sites.</param>
    public static SourceSites Of(IEnumerable<HrisSite> sites, FieldSource? mapping, bool areAll)
    {
        if (mapping is not { Headings: [Column] })
            return SourceSites.None;
        var records = sites.Select(site => RecordOf(site, mapping)).OfType<SiteRecord>().ToArray();
        return new(
            [.. records.Where(r => Validator.Validate(r).IsValid).DistinctBy(r => r.Code)],
            records.Select(r => r.Code).ToHashSet(),
            areAll
        );
    }

    /// <summary>Null for a site that the mapping does not list.</summary>
    private static SiteRecord? RecordOf(HrisSite site, FieldSource mapping)
    {
        var id = site.Id.Trim();
        return (mapping.Values is { } values ? values.GetValueOrDefault(id) : id) is { } code
            ? new(code, site.Name.Trim(), site.TimeZone ?? "", CountryOf(site))
            : null;
    }

    /// <summary>Some systems have names or other codes in its place.</summary>
    private static string? CountryOf(HrisSite site) =>
        site.Country is { Length: 2 } code && code.All(char.IsAsciiLetter) ? code.ToUpperInvariant() : null;
}
