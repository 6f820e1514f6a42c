using Yarp.ReverseProxy.Configuration;

namespace PeerNetwork.Gateway.Routing;

/// <summary>
/// Gives each cluster the destinations that <c>Services:&lt;cluster&gt;</c> names: absolute addresses, separated by
/// ';'.
/// </summary>
/// <remarks>
/// A service without an address keeps its route and answers 503, so that a part of the platform can run alone.
/// </remarks>
public sealed class ServiceAddresses(IConfiguration configuration) : IProxyConfigFilter
{
    public ValueTask<ClusterConfig> ConfigureClusterAsync(ClusterConfig cluster, CancellationToken cancel) =>
        ValueTask.FromResult(cluster with { Destinations = Destinations($"Services:{cluster.ClusterId}") });

    public ValueTask<RouteConfig> ConfigureRouteAsync(
        RouteConfig route,
        ClusterConfig? cluster,
        CancellationToken cancel
    ) => ValueTask.FromResult(route);

    private Dictionary<string, DestinationConfig> Destinations(string key) =>
        (configuration[key] ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToDictionary(address => address, address => new DestinationConfig { Address = Checked(key, address) });

    private static string Checked(string key, string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? address
            : throw new InvalidOperationException(
                $"{key} must hold absolute http(s) addresses separated by ';', but has '{address}'."
            );
}
