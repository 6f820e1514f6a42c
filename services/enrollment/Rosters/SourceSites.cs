using PeerNetwork.Enrollment.Sites;

namespace PeerNetwork.Enrollment.Rosters;

/// <summary>The sites that an HR system names, by the codes that the mapping gives them.</summary>
/// <param name="Complete">Those of which it tells all that a site needs.</param>
/// <param name="Codes">The codes of all.</param>
/// <param name="AreAll">False where the system was asked for changes alone: absence then says nothing.</param>
public sealed record SourceSites(IReadOnlyList<SiteRecord> Complete, IReadOnlySet<string> Codes, bool AreAll)
{
    public static SourceSites None { get; } = new([], new HashSet<string>(), AreAll: false);

    /// <summary>The codes of sites that came from the HR system, and that it does not name any more.</summary>
    public IReadOnlyList<string> FindMissing(IEnumerable<Site> known, string? source) =>
        AreAll
            ?
            [
                .. known
                    .Where(s => s.Source is not null && s.Source == source)
                    .Select(s => s.Code)
                    .Except(Codes)
                    .Order(),
            ]
            : [];
}
