using System.Security.Claims;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// The roles that the provider of a token gives, in the claims <c>roles</c> and <c>sites</c>: for all programs and
/// departments.
/// </summary>
internal static class ClaimedRoles
{
    /// <param name="user">The user of the token.</param>
    /// <param name="accepted">The roles that claims may give.</param>
    public static IReadOnlyList<RoleGrant> Of(ClaimsPrincipal user, IReadOnlyCollection<string> accepted)
    {
        string[] sites = [.. user.FindAll(Claims.Sites).Select(c => c.Value).Distinct()];
        return
        [
            .. user.FindAll(Claims.Roles)
                .Select(c => c.Value)
                .Where(accepted.Contains)
                .Distinct()
                .Select(role => new RoleGrant(role, sites is [] ? SitesWithoutClaim(role) : sites, [], [])),
        ];
    }

    /// <summary>A coordinator works at given sites; the other roles are for the whole company.</summary>
    private static string[] SitesWithoutClaim(string role) => role == Roles.Coordinator ? [] : [RoleGrant.EverySite];
}
