using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace PeerNetwork.Analytics.Installations;

/// <summary>This installation among others: the section <c>Installation</c> of the configuration.</summary>
public sealed class InstallationSettings
{
    /// <summary>
    /// The name by which its partners know this installation, such as <c>germany</c>. Without a name it releases no
    /// figures.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>
    /// How many days after the end of a quarter its figures are released. What is recorded later does not change them.
    /// </summary>
    public int SettlingDays { get; set; } = 14;

    /// <summary>How often the figures of the partners are read.</summary>
    public TimeSpan PullInterval { get; set; } = TimeSpan.FromHours(1);
}

/// <summary>
/// The installations whose figures this one shows, by name: the section <c>Partners</c> of the configuration.
/// </summary>
public sealed class PartnersSettings : Dictionary<string, PartnerSettings>;

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

public static partial class InstallationRegistration
{
    private const int MaxSettlingDays = 90;

    private static readonly TimeSpan MinPullInterval = TimeSpan.FromMinutes(1),
        MaxPullInterval = TimeSpan.FromDays(7);

    /// <summary>Registers the release of own figures and the reading of those of the partners.</summary>
    public static void AddInstallations(this WebApplicationBuilder builder)
    {
        var development = builder.Environment.IsDevelopment();
        builder
            .Services.AddOptions<InstallationSettings>()
            .BindConfiguration("Installation")
            .Validate(s => s.Name is null || IsName(s.Name), $"Installation:Name {NameRule}")
            .Validate(
                s => s.SettlingDays is >= 0 and <= MaxSettlingDays,
                $"Installation:SettlingDays must be from 0 to {MaxSettlingDays}."
            )
            .Validate(
                s => s.PullInterval >= MinPullInterval && s.PullInterval <= MaxPullInterval,
                "Installation:PullInterval must be from a minute to seven days."
            )
            .ValidateOnStart();
        builder
            .Services.AddOptions<PartnersSettings>()
            .BindConfiguration("Partners")
            .Validate(partners => partners.Keys.All(IsName), $"A name in Partners {NameRule}")
            .Validate<IOptions<InstallationSettings>>(
                (partners, installation) => !partners.ContainsKey(installation.Value.Name ?? ""),
                "An installation must not be its own partner."
            )
            .Validate(
                partners => partners.Values.All(p => IsAddress(p.Address) && IsAddress(p.TokenEndpoint)),
                "Partners:{name}:Address and :TokenEndpoint must be addresses, with https outside Development."
            )
            .Validate(
                partners => partners.Values.All(p => p is { ClientId.Length: > 0, ClientSecret.Length: > 0 }),
                "Partners:{name}:ClientId and :ClientSecret are required."
            )
            .ValidateOnStart();
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

    private const string NameRule = "must be 1 to 40 lower case letters, digits and hyphens, with a letter first.";

    private static bool IsName(string name) => Name().IsMatch(name);

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,39}\z")]
    private static partial Regex Name();
}
