using System.Security.Claims;

namespace PeerNetwork.ServiceDefaults;

internal static class Claims
{
    public const string Issuer = "iss";
    public const string Subject = "sub";
    public const string Roles = "roles";
    public const string Sites = "sites";
}

/// <summary>What is known of the user: the account, the person, and the roles with their scope.</summary>
public static class User
{
    /// <summary>
    /// The id of the person, or of the account where it belongs to no person; see <see cref="Accounts"/>.
    /// </summary>
    public static Guid Id(this ClaimsPrincipal user) => user.Identities.OfType<AccountIdentity>().Single().Id;

    /// <summary>Whether the user is a guest, an alumnus or of a partner organisation.</summary>
    public static bool IsExternal(this ClaimsPrincipal user) =>
        user.Identities.OfType<AccountIdentity>().Single().IsExternal;

    /// <summary>Every user is an employee, whatever roles the user has.</summary>
    public static bool HasRole(this ClaimsPrincipal user, string role) =>
        (role == Roles.Employee && user.Identity is { IsAuthenticated: true })
        || user.Grants().Any(grant => grant.Role == role);

    /// <summary>What the user may work with in these roles. Of a role without scope it says nothing.</summary>
    public static AccessScope ScopeOf(this ClaimsPrincipal user, params string[] roles) =>
        new([.. user.Grants().Where(grant => roles.Contains(grant.Role))]);

    private static IReadOnlyList<RoleGrant> Grants(this ClaimsPrincipal user) =>
        user.Identities.OfType<AccountIdentity>().SingleOrDefault()?.Grants ?? [];
}
