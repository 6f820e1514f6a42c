using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;

namespace PeerNetwork.ServiceDefaults;

/// <summary>An OpenID Connect provider whose access tokens are accepted.</summary>
public class ProviderSettings
{
    [Required]
    [Address("http", "https")]
    [Description("The OpenID Connect provider whose published keys sign tokens; https outside Development.")]
    public string? Authority { get; set; }

    [Required]
    [Description("The issuer that tokens name.")]
    public string? Issuer { get; set; }

    [Required]
    [Description("The audience that tokens name.")]
    public string? Audience { get; set; }

    [CertificateFile]
    [Description("The private certificate authority of the provider, where the machine does not trust it already.")]
    public string? CertificateAuthority { get; set; }

    [Required]
    [Description("The claim that names the account: always the same for one person, never given to another.")]
    public string SubjectClaim { get; set; } = Claims.Subject;

    [Description(
        "Whether an account without a person is linked to the one active person with its mail address, where the token "
            + "says by `email_verified` that the provider has verified it."
    )]
    public bool VerifiedEmail { get; set; }

    [Description(
        "The claim with the employee number, by which an account without a person is linked to the active person with "
            + "that number. Name it only where the provider alone sets it."
    )]
    public string? EmployeeNumberClaim { get; set; }

    [RoleNames]
    [Description(
        "The roles that a token may give by its claims `roles` and `sites`, beside those that are assigned in the "
            + "platform: all where it is left out, no role with the one word none. People-admin has to be among them "
            + "until a person has that role."
    )]
    public string[]? ClaimedRoles { get; set; }

    internal IReadOnlyCollection<string> RolesToAccept() => ClaimedRoles ?? (IReadOnlyCollection<string>)Roles.All;

    internal bool UsesPlainHttp => Authority?.StartsWith("http:", StringComparison.OrdinalIgnoreCase) is true;
}

/// <summary>Further providers: each with its own settings, and no two with the same issuer.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ProvidersAttribute()
    : ValidationAttribute(
        "a list of providers with different issuers, each with Authority, Issuer and Audience, and where needed "
            + "SubjectClaim, VerifiedEmail, EmployeeNumberClaim, ClaimedRoles and CertificateAuthority"
    )
{
    public override bool IsValid(object? value) =>
        value is ProviderSettings[] providers
        && providers.All(p => Validator.TryValidateObject(p, new(p), null, validateAllProperties: true))
        && providers.DistinctBy(p => p.Issuer).Count() == providers.Length;
}

/// <summary>The providers, and the authentication scheme of each.</summary>
internal static class Providers
{
    /// <summary>The scheme that forwards a token to the scheme of its issuer.</summary>
    public const string ByIssuer = "ByIssuer";

    /// <param name="index">The place of the provider in <see cref="TokenSettings.All"/>.</param>
    public static string SchemeOf(int index) =>
        index == 0 ? JwtBearerDefaults.AuthenticationScheme : $"{JwtBearerDefaults.AuthenticationScheme}-{index}";

    /// <summary>
    /// The scheme that checks the token of a request: by the issuer that the token names. It is only a choice; the
    /// scheme itself trusts nothing before the signature. A token of an unknown issuer goes to the first one, which
    /// refuses it.
    /// </summary>
    public static string SelectScheme(HttpContext context, TokenSettings settings)
    {
        if (settings.OtherProviders is [])
            return SchemeOf(0);
        var issuer = ReadIssuer(context.Request.Headers.Authorization.ToString());
        var index = issuer is null ? 0 : Array.FindIndex(settings.All(), p => p.Issuer == issuer);
        return SchemeOf(Math.Max(0, index));
    }

    private static string? ReadIssuer(string authorization)
    {
        const string Prefix = "Bearer ";
        if (!authorization.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return null;
        try
        {
            return new JsonWebToken(authorization[Prefix.Length..].Trim()).Issuer;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
