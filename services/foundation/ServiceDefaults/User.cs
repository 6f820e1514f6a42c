using System.Security.Claims;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

internal static class Claims
{
    public const string Subject = "sub";
    public const string Roles = "roles";
    public const string Sites = "sites";
    public const string OnBehalfOf = "on_behalf_of";
}

/// <summary>What the token says about the person who asks.</summary>
public static class User
{
    private const string EverySite = "*";

    /// <summary>
    /// The person's id. Only a token whose subject is an id gets in, so behind a policy it is always there.
    /// </summary>
    public static Guid Subject(this ClaimsPrincipal user) => Guid.Parse(user.FindFirstValue(Claims.Subject)!);

    /// <summary>Everyone who is signed in is an employee, whatever else the token lists.</summary>
    public static bool HasRole(this ClaimsPrincipal user, string role) =>
        (role == Roles.Employee && user.Identity is { IsAuthenticated: true }) || user.HasClaim(Claims.Roles, role);

    /// <summary>The codes of the sites in the person's care; <c>*</c> stands for all of them.</summary>
    public static IReadOnlyCollection<string> Sites(this ClaimsPrincipal user) =>
        user.FindAll(Claims.Sites).Select(c => c.Value).ToHashSet(StringComparer.Ordinal);

    /// <summary>No site in the token means no site in sight, never all of them.</summary>
    public static bool MaySeeSite(this ClaimsPrincipal user, string siteCode) =>
        user.HasClaim(Claims.Sites, EverySite) || user.HasClaim(Claims.Sites, siteCode);

    /// <exception cref="DomainException">The person has no access to the site.</exception>
    public static void RequireSite(this ClaimsPrincipal user, string siteCode)
    {
        if (!user.MaySeeSite(siteCode))
            throw new DomainException(DomainError.Forbidden, $"You have no access to the site {siteCode}.");
    }
}
