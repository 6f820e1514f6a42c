using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.HostileInput.Tests.Scenes;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Testing;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>
/// All four services with something in them, and the gateway before them: each whole, on a port of its own, started
/// once.
/// </summary>
public sealed class Platform : IAsyncLifetime
{
    private static Platform? _running;

    private readonly ServiceHost<SiteRecord> _enrollment = new();
    private readonly ServiceHost<Match> _matching = new();
    private readonly ServiceHost<Mentorship> _engagement = new();
    private readonly ServiceHost<Analytics.Dashboard.Metric> _analytics = new();

    /// <summary>Theories take their operations from it, which are known only once the services run.</summary>
    internal static Platform Running =>
        _running ?? throw new InvalidOperationException("No test of the collection runs.");

    internal IReadOnlyList<Service> Services { get; private set; } = [];

    internal RunningGateway Gateway { get; private set; } = null!;

    internal IEnumerable<Operation> Operations => Services.SelectMany(s => s.Operations);

    public async Task InitializeAsync()
    {
        Services =
        [
            await Service.Start(_enrollment, new EnrollmentScenes()),
            await Service.Start(_matching, new MatchingScenes()),
            await Service.Start(_engagement, new EngagementScenes()),
            await Service.Start(_analytics, new AnalyticsScenes()),
        ];
        Gateway = new(Services.ToDictionary(s => s.Name, s => s.Address));
        _running = this;
    }

    public async Task DisposeAsync()
    {
        _running = null;
        await Gateway.DisposeAsync();
        foreach (var service in Services)
            service.Dispose();
        await Task.WhenAll(
            _enrollment.DisposeAsync(),
            _matching.DisposeAsync(),
            _engagement.DisposeAsync(),
            _analytics.DisposeAsync()
        );
    }
}

[CollectionDefinition(Name)]
public sealed class PlatformCollection : ICollectionFixture<Platform>
{
    public const string Name = "platform";
}
