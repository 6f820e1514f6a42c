using System.Text.RegularExpressions;
using PeerNetwork.Gateway.Edge;
using Yarp.ReverseProxy.Configuration;

namespace PeerNetwork.Gateway.Routing;

/// <summary>
/// A route and a cluster for each service that <c>Routes</c> names: <c>/enrollment/…</c> leads to enrollment. So does
/// <c>/scim/…</c>, an address that SCIM clients know. Webhooks of HR systems need no token. The section
/// <c>Cluster</c> holds the settings of all clusters.
/// </summary>
/// <remarks>
/// Service discovery finds the addresses in the section <c>Services</c>, where Aspire injects them. The route of a
/// service without an address answers 503, so that a part of the platform can run alone.
/// </remarks>
public static class ServiceClusters
{
    internal const string ScimRoute = "scim";

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
        return proxy.LoadFromMemory(
            [
                .. services.Select(RouteTo),
                .. services.Contains(EnrollmentService) ? [Scim, Webhooks] : Array.Empty<RouteConfig>(),
            ],
            [
                .. services.Select(service =>
                    template with
                    {
                        ClusterId = service,
                        Destinations = names.Where(name => IsReplica(name, service)).ToDictionary(name => name, At),
                    }
                ),
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

    /// <summary>Replicas are several addresses of one name, or names such as <c>matching-1</c>.</summary>
    private static bool IsReplica(string name, string service) =>
        Regex.IsMatch(name, $@"^{service}(-\d+)?$", RegexOptions.IgnoreCase);

    private static DestinationConfig At(string name) => new() { Address = $"https+http://{name}" };
}
