using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>What a user may work with in given roles.</summary>
public sealed class AccessScope(IReadOnlyList<RoleGrant> grants)
{
    /// <summary>The sites at which the user has the role, for all programs or for some.</summary>
    public string[] Sites => [.. grants.SelectMany(g => g.Sites).Distinct()];

    /// <summary>The sites at which the user has the role for this program.</summary>
    public string[] SitesIn(Guid program) =>
        [.. grants.Where(g => g.Covers(program)).SelectMany(g => g.Sites).Distinct()];

    /// <summary>The site and the program of each right, for SQL: two arrays of one length for <c>unnest</c>.</summary>
    /// <returns>The code of a site, or <c>*</c> for all sites; the program, or null for all programs.</returns>
    public (string[] Sites, Guid?[] Programs) Pairs()
    {
        var pairs = grants
            .SelectMany(g =>
                g.Sites.SelectMany(site =>
                    g.Programs.Count == 0 ? [(site, (Guid?)null)] : g.Programs.Select(program => (site, (Guid?)program))
                )
            )
            .Distinct()
            .ToArray();
        return ([.. pairs.Select(p => p.site)], [.. pairs.Select(p => p.Item2)]);
    }

    /// <summary>Whether the user has the role at this site, for all programs or for some.</summary>
    public bool Covers(string site) => grants.Any(g => g.Covers(site));

    public bool Covers(string site, Guid program) => grants.Any(g => g.Covers(site) && g.Covers(program));

    /// <summary>Whether all that another grant covers is covered by one of the grants.</summary>
    public bool Includes(RoleGrant other) =>
        grants.Any(g =>
            other.Sites.All(site => g.Covers(site))
            && (g.Programs.Count == 0 || (other.Programs.Count > 0 && other.Programs.All(g.Covers)))
        );

    /// <exception cref="DomainException">The user has not the role at this site.</exception>
    public void Require(string site)
    {
        if (!Covers(site))
            throw NoAccess(site);
    }

    /// <exception cref="DomainException">The user has not the role for the program at one of the sites.</exception>
    public void Require(IEnumerable<string> sites, Guid program)
    {
        foreach (var site in sites)
            if (!Covers(site, program))
                throw NoAccess(site);
    }

    private static DomainException NoAccess(string site) =>
        new(DomainError.Forbidden, $"You have no access to the site {site}.");
}
