using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Analytics.Installations;

/// <summary>This installation among others: the section <c>Installation</c> of the configuration.</summary>
public sealed partial class InstallationSettings
{
    [Name]
    [Description("The name by which its partners know this installation. Without a name it releases no figures.")]
    public string? Name { get; set; }

    [Range(0, 90, ErrorMessage = "a whole number from {1} to {2}")]
    [Description(
        "The days after a quarter until its figures are released. What is recorded later does not change them."
    )]
    public int SettlingDays { get; set; } = 14;

    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00", ErrorMessage = "a time from {1} to {2}")]
    [Description("How often the figures of the partners are read.")]
    public TimeSpan PullInterval { get; set; } = TimeSpan.FromHours(1);

    internal static bool IsName(string name) => NamePattern().IsMatch(name);

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,39}\z")]
    private static partial Regex NamePattern();

    private sealed class NameAttribute()
        : ValidationAttribute("1 to 40 lower case letters, digits and hyphens, with a letter first")
    {
        public override bool IsValid(object? value) => value is not string name || IsName(name);
    }
}

/// <summary>The installations whose figures this one shows, by name.</summary>
public sealed class PartnersSettings
{
    [DisplayName("Partners__{name}__{setting}")]
    [Secret]
    // What is wrong with a partner is said by the rules of the registration.
    [MustBe("a value of that setting")]
    [Description(
        "Of an installation whose figures are shown: the Address of its analytics, the TokenEndpoint of its "
            + "provider, ClientId, ClientSecret and, where the provider needs one, Scope."
    )]
    public Dictionary<string, PartnerSettings> Partners { get; set; } = [];
}

/// <summary>How to reach a partner: the section <c>Partners:{name}</c> of the configuration.</summary>
public sealed class PartnerSettings
{
    /// <summary>The address of its analytics, such as <c>https://mentoring.example.de/analytics</c>.</summary>
    public Uri? Address { get; set; }

    /// <summary>The token endpoint of its OpenID Connect provider.</summary>
    public Uri? TokenEndpoint { get; set; }

    /// <summary>The client that its provider knows, with the role <c>partner-installation</c>.</summary>
    public string? ClientId { get; set; }

    /// <summary>The secret of this client.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>The scope to ask for, where the provider needs one.</summary>
    public string? Scope { get; set; }
}

public static class InstallationRegistration
{
    /// <summary>Registers the release of own figures and the reading of those of the partners.</summary>
    public static void AddInstallations(this WebApplicationBuilder builder)
    {
        var development = builder.Environment.IsDevelopment();
        builder.AddSettings<InstallationSettings>("Installation");
        builder.AddSettings<PartnersSettings>("");
        builder
            .Services.AddOptions<PartnersSettings>()
            .Validate(
                s => s.Partners.Keys.All(InstallationSettings.IsName),
                "A name in Partners is wrong: it must be lower case letters, digits and hyphens."
            )
            .Validate<IOptions<InstallationSettings>>(
                (s, installation) => !s.Partners.ContainsKey(installation.Value.Name ?? ""),
                "An installation must not be its own partner."
            )
            .Validate(
                s => s.Partners.Values.All(p => IsAddress(p.Address) && IsAddress(p.TokenEndpoint)),
                "Partners__{name}__Address and __TokenEndpoint must be addresses, with https outside Development."
            )
            .Validate(
                s => s.Partners.Values.All(p => p is { ClientId.Length: > 0, ClientSecret.Length: > 0 }),
                "Partners__{name}__ClientId and __ClientSecret are required."
            );
        builder
            .Services.AddHttpClient<PartnerClient>(http =>
            {
                http.Timeout = PartnerClient.Timeout;
                http.MaxResponseContentBufferSize = PartnerClient.MaxAnswerBytes;
            })
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }
            );
        builder.Services.AddSingleton<ReleaseFigures>().AddHostedService(p => p.GetRequiredService<ReleaseFigures>());
        builder.Services.AddSingleton<PullFigures>().AddHostedService(p => p.GetRequiredService<PullFigures>());

        bool IsAddress(Uri? address) =>
            address is { IsAbsoluteUri: true }
            && (address.Scheme == Uri.UriSchemeHttps || (development && address.Scheme == Uri.UriSchemeHttp));
    }
}
