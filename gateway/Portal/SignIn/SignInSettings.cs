using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Portal.SignIn;

public sealed class SignInSettings
{
    [Required]
    [Address("http", "https")]
    [Description("The OpenID Connect provider that signs users in; https outside Development.")]
    public string? Authority { get; set; }

    [Required]
    [Description("The client that the portal is for the provider.")]
    public string ClientId { get; set; } = "peernetwork-portal";

    [Secret]
    [Description("The secret of that client, if it has one.")]
    public string? ClientSecret { get; set; }

    [Required]
    [Description("The scopes that are asked for; with offline_access most providers give refresh tokens.")]
    public string Scopes { get; set; } = "openid offline_access";

    [Range(typeof(TimeSpan), "00:05:00", "7.00:00:00", ErrorMessage = "a time from {1} to {2}")]
    [Description("How long a sign-in lasts that has a refresh token.")]
    public TimeSpan Longest { get; set; } = TimeSpan.FromHours(12);

    [CertificateFile]
    [Description("The private certificate authority of the provider, where the machine does not trust it already.")]
    public string? CertificateAuthority { get; set; }
}
