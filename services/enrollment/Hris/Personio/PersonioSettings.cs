using System.ComponentModel.DataAnnotations;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>Personio by its API, version 2.</summary>
public sealed class PersonioSettings : HrisSourceSettings
{
    [Required, SourceAddress]
    public Uri Address { get; init; } = new("https://api.personio.de");

    [Required]
    public required string ClientId { get; init; }

    /// <summary>Secret.</summary>
    [Required]
    public required string ClientSecret { get; init; }

    [Range(1, 50)]
    public int PageSize { get; init; } = 50;

    /// <summary>The global id of the custom attribute that holds the level.</summary>
    public string? JobLevelAttribute { get; init; }

    /// <summary>The global id of the custom attribute that holds the work mode.</summary>
    public string? WorkModeAttribute { get; init; }

    /// <summary>The global id of the custom attribute that holds languages.</summary>
    public string? LanguagesAttribute { get; init; }

    /// <summary>The global ids of further custom attributes. No others are kept.</summary>
    [Required]
    public IReadOnlyList<string> CustomFields { get; init; } = [];

    internal OAuthCredentials Credentials =>
        new()
        {
            TokenAddress = new(Address, "/v2/auth/token"),
            ClientId = ClientId,
            ClientSecret = ClientSecret,
            SecretInHeader = false,
        };
}
