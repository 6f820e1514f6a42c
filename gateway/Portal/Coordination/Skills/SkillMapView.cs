using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Coordination.Programs;

namespace PeerNetwork.Portal.Coordination.Skills;

/// <param name="By"><c>site</c> or <c>department</c>.</param>
/// <param name="Site">Whose people are counted; null for all.</param>
/// <param name="Text">The beginnings of words of the skills; null for all.</param>
public sealed record SkillMapQuery(string By, string? Site, string? Text);

/// <param name="Sites">The sites of the company, by name.</param>
public sealed record SkillMapView(SkillMapQuery Query, ShowSkillMapResponse Map, IReadOnlyList<SiteView> Sites)
{
    /// <summary>A cell is the darker the more people are missing, in so many steps.</summary>
    private const int Steps = 4;

    /// <summary>Sites or departments, in alphabetical order; null for people of whom it is not known.</summary>
    public IReadOnlyList<string?> Groups { get; } =
    [
        .. Map
            .Items.SelectMany(skill => skill.Groups)
            .Select(count => count.Group)
            .Distinct()
            .Order(StringComparer.CurrentCulture),
    ];

    private int GreatestGap { get; } = Map.Items.SelectMany(skill => skill.Groups).Select(GapOf).DefaultIfEmpty().Max();

    public static async Task<SkillMapView> Load(SkillMapQuery query, EnrollmentClient enrollment)
    {
        var (map, sites) = (
            enrollment.ShowSkillMapAsync(query.By, query.Site, null, query.Text),
            enrollment.ListSitesAsync(limit: ProgramDraft.MostSites)
        );
        await Task.WhenAll(map, sites);
        return new(query, await map, [.. (await sites).Items.OrderBy(site => site.Name)]);
    }

    /// <summary>0 where no one is missing, to 4 where most are.</summary>
    public int HeatOf(SkillCount count) =>
        GapOf(count) is > 0 and var gap ? (int)Math.Ceiling((double)Steps * gap / GreatestGap) : 0;

    public string? NameOf(string? site) => Sites.FirstOrDefault(s => s.Code == site)?.Name;

    private static int GapOf(SkillCount count) => count.Wanted - count.Offered;
}
