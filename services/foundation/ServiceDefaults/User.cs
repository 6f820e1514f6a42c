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

/// <summary>What the access token says about the user.</summary>
public static class User
{
    private const string EverySite = "*";

    /// <summary>
    /// The id of the person, or of the account where it belongs to no person; see <see cref="Accounts"/>.
    /// </summary>
    public static Guid Id(this ClaimsPrincipal user) => user.Identities.OfType<AccountIdentity>().Single().Id;

    /// <summary>
    /// Whether the user has a role beyond that of an employee. A partner installation has none: it must not read what
    /// every employee may, such as the directory of colleagues.
    /// </summary>
    internal static bool HasOffice(this ClaimsPrincipal user) =>
        Roles.All.Any(role =>
            role is not (Roles.Employee or Roles.PartnerInstallation) && user.HasClaim(Claims.Roles, role)
        );

    /// <summary>Every user is an employee, whatever roles the token lists.</summary>
    public static bool HasRole(this ClaimsPrincipal user, string role) =>
        (role == Roles.Employee && user.Identity is { IsAuthenticated: true }) || user.HasClaim(Claims.Roles, role);

    /// <summary>The codes of the sites that the user has access to; <c>*</c> stands for all sites.</summary>
    public static IReadOnlyCollection<string> Sites(this ClaimsPrincipal user) =>
        user.FindAll(Claims.Sites).Select(c => c.Value).ToHashSet(StringComparer.Ordinal);

    /// <summary>A token without sites gives access to no site.</summary>
    public static bool MaySeeSite(this ClaimsPrincipal user, string siteCode) =>
        user.HasClaim(Claims.Sites, EverySite) || user.HasClaim(Claims.Sites, siteCode);

    /// <exception cref="DomainException">The user has no access to the site.</exception>
    public static void RequireSite(this ClaimsPrincipal user, string siteCode)
    {
        if (!user.MaySeeSite(siteCode))
            throw new DomainException(DomainError.Forbidden, $"You have no access to the site {siteCode}.");
    }
}
