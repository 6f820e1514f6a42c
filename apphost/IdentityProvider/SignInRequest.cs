using System.Collections.Immutable;
using System.Security.Claims;
using OpenIddict.Abstractions;
using PeerNetwork.ServiceDefaults;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace PeerNetwork.IdentityProvider;

/// <summary>
/// Who signs in: the parameters <c>subject</c>, and <c>roles</c> and <c>sites</c>, which may be repeated.
/// </summary>
internal sealed record SignInRequest(string? Subject, ImmutableArray<string> Roles, ImmutableArray<string> Sites)
{
    /// <summary>Names a code, which has no other id without a store. It does not go into tokens.</summary>
    public const string CodeId = "code_id";

    private const string RolesClaim = "roles",
        SitesClaim = "sites";
    private const int MaxSites = 100,
        MaxSiteLength = 64;

    /// <summary>Whether an account was chosen on the sign-in page.</summary>
    public static bool IsComplete(OpenIddictRequest request) => request.HasParameter("subject");

    public static SignInRequest Of(OpenIddictRequest request) =>
        new((string?)request["subject"], Values(request, "roles"), Values(request, "sites"));

    /// <summary>What is wrong with it, or null.</summary>
    public string? Problem =>
        Subject is not { Length: > 0 and <= Tokens.MaxSubject } || !TextValidation.IsLine(Subject)
            ? $"subject must be the name of an account, 1 to {Tokens.MaxSubject} characters."
        : !Roles.All(role => ServiceDefaults.Roles.All.Contains(role))
            ? $"roles must each be one of {string.Join(", ", ServiceDefaults.Roles.All)}."
        : Sites.Length > MaxSites ? $"sites must be at most {MaxSites}."
        : !Sites.All(site => site.Length <= MaxSiteLength && TextValidation.IsLine(site))
            ? $"sites must each be a code of 1 to {MaxSiteLength} characters."
        : null;

    public ClaimsPrincipal Principal()
    {
        var identity = new ClaimsIdentity("development", Claims.Subject, RolesClaim);
        identity
            .SetClaim(Claims.Subject, Subject)
            .SetClaims(RolesClaim, [.. Roles.Distinct()])
            .SetClaims(SitesClaim, [.. Sites.Distinct()])
            .SetClaim(CodeId, Guid.CreateVersion7().ToString());
        identity.SetDestinations(claim => claim.Type == CodeId ? [] : [Destinations.AccessToken]);
        return new ClaimsPrincipal(identity).SetResources(Provider.Audience);
    }

    /// <summary>A parameter without a value counts as omitted, as OAuth says.</summary>
    private static ImmutableArray<string> Values(OpenIddictRequest request, string parameter) =>
        [.. ((ImmutableArray<string?>?)request[parameter] ?? []).OfType<string>().Where(value => value.Length > 0)];
}
