using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Threading.RateLimiting;
using PeerNetwork.Gateway.Routing;
using PeerNetwork.ServiceDefaults;
using Yarp.ReverseProxy.Model;

namespace PeerNetwork.Gateway.Edge;

public sealed class RateLimitSettings
{
    [Range(1, int.MaxValue, ErrorMessage = "a whole number above 0")]
    [Description("The requests that a client may send each second; each replica of the gateway counts for itself.")]
    public int PerSecond { get; set; } = 50;

    [Range(1, int.MaxValue, ErrorMessage = "a whole number above 0")]
    [Description("The requests that a client may send at once after a while without any.")]
    public int Burst { get; set; } = 200;

    [Range(1, int.MaxValue, ErrorMessage = "a whole number above 0")]
    [Description("The requests for the portal's pages that a network address may send each second: an office has one.")]
    public int PagesPerSecond { get; set; } = 1000;

    [Range(1, int.MaxValue, ErrorMessage = "a whole number above 0")]
    [Description("The requests for pages that a network address may send at once after a while without any.")]
    public int PagesBurst { get; set; } = 4000;
}

/// <summary>
/// A token bucket per client: the person of a valid token, else the network address. Pages of the portal are counted
/// apart, because the people of an office share an address, and the portal calls the API with their tokens.
/// </summary>
public static class RateLimits
{
    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        var settings = builder.AddSettings<RateLimitSettings>("RateLimit");
        var (requests, pages) = (
            Bucket(settings.PerSecond, settings.Burst),
            Bucket(settings.PagesPerSecond, settings.PagesBurst)
        );
        builder.Services.AddRateLimiter(limits =>
        {
            limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                context.Request.Path.StartsWithSegments("/health") ? RateLimitPartition.GetNoLimiter("health")
                : IsPage(context)
                    ? RateLimitPartition.GetTokenBucketLimiter($"pages of {AddressOf(context)}", _ => pages)
                : RateLimitPartition.GetTokenBucketLimiter(ClientOf(context), _ => requests)
            );
            limits.OnRejected = RateLimitRejection.Write;
        });
    }

    private static TokenBucketRateLimiterOptions Bucket(int perSecond, int burst) =>
        new()
        {
            TokensPerPeriod = perSecond,
            TokenLimit = burst,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        };

    private static bool IsPage(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>()?.Config.RouteId == ServiceClusters.Portal;

    private static string ClientOf(HttpContext context) =>
        context.User.FindFirstValue("sub") ?? $"address {AddressOf(context)}";

    private static string AddressOf(HttpContext context) =>
        NetworkOf(context.Connection.RemoteIpAddress ?? IPAddress.None);

    // One IPv6 host has a whole /64 of addresses. Limited by address, it would have as many buckets.
    private static string NetworkOf(IPAddress address) =>
        address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.MapToIPv4().ToString();
}
