using System.Text.RegularExpressions;
using PeerNetwork.Gateway.Edge;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.SessionAffinity;

namespace PeerNetwork.Gateway.Routing;

/// <summary>
/// A route and a cluster for each service that <c>Routes</c> names: <c>/enrollment/…</c> leads to enrollment. So does
/// <c>/scim/…</c>, an address that SCIM clients know. Webhooks of HR systems need no token. The section
/// <c>Cluster</c> holds the settings of all clusters. All other paths lead to the portal, where it has an address.
/// </summary>
/// <remarks>
/// Service discovery finds the addresses in the section <c>Services</c>, where Aspire injects them. The route of a
/// service without an address answers 503, so that a part of the platform can run alone.
/// </remarks>
public static class ServiceClusters
{
    internal const string ScimRoute = "scim",
        Portal = "portal";

    private const string EnrollmentService = "enrollment";

    public static IReverseProxyBuilder LoadServices(
        this IReverseProxyBuilder proxy,
        IConfiguration configuration,
        RoutingSettings settings
    )
    {
        // The gateway does not start without these settings, or with wrong ones.
        var template = settings.Cluster ?? new();
        var services = (settings.Routes ?? []).Distinct().ToArray();
        var names = configuration.GetSection("Services").GetChildren().Select(service => service.Key).ToArray();
        var hasPortal = names.Any(name => IsReplica(name, Portal));
        return proxy.LoadFromMemory(
            [
                .. services.Select(RouteTo),
                .. services.Contains(EnrollmentService) ? [Scim, Webhooks] : Array.Empty<RouteConfig>(),
                .. hasPortal ? [PortalPages] : Array.Empty<RouteConfig>(),
            ],
            [
                .. services.Select(service =>
                    template with
                    {
                        ClusterId = service,
                        Destinations = ReplicasOf(service, names),
                    }
                ),
                .. hasPortal ? [PortalCluster(template, names)] : Array.Empty<ClusterConfig>(),
            ]
        );
    }

    private static RouteConfig RouteTo(string service) =>
        new()
        {
            RouteId = service,
            ClusterId = service,
            AuthorizationPolicy = "default",
            Match = new() { Path = $"/{service}/{{**rest}}" },
        };

    /// <summary>The tokens of SCIM clients are known to the service alone.</summary>
    private static RouteConfig Scim { get; } =
        new()
        {
            RouteId = ScimRoute,
            ClusterId = EnrollmentService,
            AuthorizationPolicy = "anonymous",
            Match = new() { Path = "/scim/{**rest}" },
        };

    /// <summary>The service checks the signature of what HR systems send.</summary>
    private static RouteConfig Webhooks { get; } =
        new()
        {
            RouteId = "webhooks",
            ClusterId = EnrollmentService,
            AuthorizationPolicy = "anonymous",
            Match = new() { Path = "/enrollment/webhooks/{**rest}" },
        };

    /// <summary>
    /// The portal signs users in itself. What is no path of the API is a page of it, if only "not found".
    /// </summary>
    private static RouteConfig PortalPages { get; } =
        new()
        {
            RouteId = Portal,
            ClusterId = Portal,
            AuthorizationPolicy = "anonymous",
            Order = int.MaxValue,
            Match = new() { Path = "/{**rest}" },
        };

    /// <summary>
    /// A page and its connection need the same replica; another one takes over soon after that replica is gone.
    /// </summary>
    private static ClusterConfig PortalCluster(ClusterConfig template, IEnumerable<string> names) =>
        template with
        {
            ClusterId = Portal,
            Destinations = ReplicasOf(Portal, names),
            SessionAffinity = new()
            {
                Enabled = true,
                Policy = SessionAffinityConstants.Policies.HashCookie,
                FailurePolicy = SessionAffinityConstants.FailurePolicies.Redistribute,
                AffinityKeyName = "portal-replica",
                Cookie = new()
                {
                    HttpOnly = true,
                    SameSite = SameSiteMode.Lax,
                    SecurePolicy = CookieSecurePolicy.SameAsRequest,
                },
            },
            HealthCheck = template.HealthCheck is { Active: { } active } checks
                ? checks with
                {
                    Active = active with { Interval = TimeSpan.FromSeconds(1) },
                }
                : template.HealthCheck,
            Metadata = new Dictionary<string, string>(template.Metadata ?? new Dictionary<string, string>())
            {
                [ConsecutiveFailuresHealthPolicyOptions.ThresholdMetadataName] = "1",
            },
        };

    private static Dictionary<string, DestinationConfig> ReplicasOf(string service, IEnumerable<string> names) =>
        names.Where(name => IsReplica(name, service)).ToDictionary(name => name, At);

    /// <summary>Replicas are several addresses of one name, or names such as <c>matching-1</c>.</summary>
    private static bool IsReplica(string name, string service) =>
        Regex.IsMatch(name, $@"^{service}(-\d+)?$", RegexOptions.IgnoreCase);

    private static DestinationConfig At(string name) => new() { Address = $"https+http://{name}" };
}
