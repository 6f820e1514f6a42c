using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.HostileInput.Tests.Data;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Testing;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>
/// All four services with test data, and the gateway in front of them. They are started once, on real ports, with the
/// database roles of production.
/// </summary>
public sealed class PlatformFixture : IAsyncLifetime
{
    private static PlatformFixture? _running;

    private readonly HrSystemFiles _hr = new();
    private readonly RestrictedHost<SiteRecord> _enrollment;
    private readonly RestrictedHost<Match> _matching = new();
    private readonly RestrictedHost<Mentorship> _engagement = new();
    private readonly RestrictedHost<Analytics.Dashboard.Metric> _analytics = new();

    public PlatformFixture() => _enrollment = new(_hr.Settings);

    /// <summary>
    /// The running platform, for the data of theories: the operations are known only after the services have started.
    /// </summary>
    internal static PlatformFixture Running =>
        _running ?? throw new InvalidOperationException("The fixture has not been started.");

    internal IReadOnlyList<ServiceUnderTest> Services { get; private set; } = [];

    /// <summary>The database of a service.</summary>
    internal ServiceDatabase RolesOf(string service) =>
        service switch
        {
            "enrollment" => _enrollment.Roles,
            "matching" => _matching.Roles,
            "engagement" => _engagement.Roles,
            "analytics" => _analytics.Roles,
            _ => throw new ArgumentOutOfRangeException(nameof(service), service, "No such service."),
        };

    internal GatewayHost Gateway { get; private set; } = null!;

    internal IEnumerable<Operation> Operations => Services.SelectMany(s => s.Operations);

    public async Task InitializeAsync()
    {
        Services =
        [
            await ServiceUnderTest.Start(_enrollment, new EnrollmentDataFactory()),
            await ServiceUnderTest.Start(_matching, new MatchingDataFactory()),
            await ServiceUnderTest.Start(_engagement, new EngagementDataFactory()),
            await ServiceUnderTest.Start(_analytics, new AnalyticsDataFactory()),
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
        _hr.Delete();
    }
}

[CollectionDefinition(Name)]
public sealed class PlatformCollection : ICollectionFixture<PlatformFixture>
{
    public const string Name = "platform";
}
