using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Analytics.Installations;
using PeerNetwork.Analytics.Replication;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.Analytics.Tests.Installations;

/// <summary>Analytics of one installation, after the end of the first quarter of 2026.</summary>
/// <param name="settings">The sections Installation and Partners.</param>
/// <param name="database">The database of a former process; a new one where it is left out.</param>
internal sealed class InstallationHost(IReadOnlyDictionary<string, string?> settings, string? database = null)
    : ServiceHost<SourceStream>
{
    public const string ClosedPeriod = "2026-Q1";

    public static readonly DateTimeOffset Now = new(2026, 5, 1, 8, 0, 0, TimeSpan.Zero);

    public FakeTimeProvider Clock { get; } = new(Now);

    public HttpClient Partner => As("headquarters", [Roles.PartnerInstallation], []);

    public HttpClient Sponsor => As(Guid.NewGuid(), Roles.Sponsor);

    public Uri Address => Anonymous().BaseAddress!;

    public static InstallationHost Named(string name) =>
        new(new Dictionary<string, string?> { ["Installation:Name"] = name });

    /// <summary>An installation that has this partner.</summary>
    public static InstallationHost PartnerOf(string partner, Uri address, Uri provider, string? database = null) =>
        new(
            new Dictionary<string, string?>
            {
                ["Installation:Name"] = "headquarters",
                [$"Partners:{partner}:Address"] = $"{address}",
                [$"Partners:{partner}:TokenEndpoint"] = $"{new Uri(provider, "token")}",
                [$"Partners:{partner}:ClientId"] = "headquarters",
                [$"Partners:{partner}:ClientSecret"] = PartnerServer.ClientSecret,
            },
            database
        );

    /// <summary>Releases what is due, and waits until it is listed.</summary>
    public async Task Release()
    {
        await Services.GetRequiredService<ReleaseFigures>().Run(default);
        await Streams.CatchUp(this);
    }

    /// <summary>Reads the partners, and waits until what was stored is shown.</summary>
    public async Task Pull()
    {
        await Services.GetRequiredService<PullFigures>().Run(default);
        await Streams.CatchUp(this);
    }

    /// <summary>How many events of shared figures are stored.</summary>
    public async Task<long> CountEvents() =>
        await Services
            .GetRequiredService<ReadModels>()
            .QueryFirstOrDefault<long>(
                $"select count(*) from analytics.mt_events where type in ('figures_released', 'figures_received')",
                default
            );

    protected override Task<string> NewDatabase() => database is null ? base.NewDatabase() : Task.FromResult(database);

    protected override void Configure(IWebHostBuilder builder)
    {
        base.Configure(builder);
        foreach (var (key, value) in settings)
            builder.UseSetting(key, value);
        builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Clock));
    }
}
