using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>How the platform proves to a source that it may read.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(BasicCredentials), "basic")]
[JsonDerivedType(typeof(HeaderCredentials), "header")]
[JsonDerivedType(typeof(OAuthCredentials), "oauth")]
public abstract class HrisCredentials;

/// <summary>HTTP Basic authentication.</summary>
public sealed class BasicCredentials : HrisCredentials
{
    [Required]
    public required string UserName { get; init; }

    /// <summary>Secret.</summary>
    [Required(AllowEmptyStrings = true)]
    public required string Password { get; init; }
}

/// <summary>A header that never changes, such as an API key or a bearer token.</summary>
public sealed class HeaderCredentials : HrisCredentials
{
    [RegularExpression("[A-Za-z0-9-]{1,100}")]
    public string Name { get; init; } = "Authorization";

    /// <summary>Secret. The whole value, such as <c>Bearer abc</c>.</summary>
    [Required, RegularExpression("[ -~]{1,8000}")]
    public required string Value { get; init; }
}

/// <summary>OAuth 2.0: client credentials, or a refresh token where there is one.</summary>
public sealed class OAuthCredentials : HrisCredentials
{
    [Required, SourceAddress]
    public required Uri TokenAddress { get; init; }

    [Required]
    public required string ClientId { get; init; }

    /// <summary>Secret.</summary>
    [Required]
    public required string ClientSecret { get; init; }

    /// <summary>Secret. One that does not change when it is used.</summary>
    public string? RefreshToken { get; init; }

    public string? Scope { get; init; }

    /// <summary>Whether id and secret go into the header, as RFC 6749 prefers, or into the form.</summary>
    public bool SecretInHeader { get; init; } = true;
}
