using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Threading.RateLimiting;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Gateway.Edge;

public sealed class RateLimitSettings
{
    [Range(1, int.MaxValue, ErrorMessage = "a whole number above 0")]
    [Description("The requests that a client may send each second; each replica of the gateway counts for itself.")]
    public int PerSecond { get; set; } = 50;

    [Range(1, int.MaxValue, ErrorMessage = "a whole number above 0")]
    [Description("The requests that a client may send at once after a while without any.")]
    public int Burst { get; set; } = 200;
}

/// <summary>A token bucket per client: the person of a valid token, else the network address.</summary>
public static class RateLimits
{
    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        var settings = builder.AddSettings<RateLimitSettings>("RateLimit");
        var bucket = new TokenBucketRateLimiterOptions
        {
            TokensPerPeriod = settings.PerSecond,
            TokenLimit = settings.Burst,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        };
        builder.Services.AddRateLimiter(limits =>
        {
            limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                context.Request.Path.StartsWithSegments("/health")
                    ? RateLimitPartition.GetNoLimiter("health")
                    : RateLimitPartition.GetTokenBucketLimiter(ClientOf(context), _ => bucket)
            );
            limits.OnRejected = RateLimitRejection.Write;
        });
    }

    private static string ClientOf(HttpContext context) =>
        context.User.FindFirstValue("sub") is { } person
            ? person
            : $"address {NetworkOf(context.Connection.RemoteIpAddress ?? IPAddress.None)}";

    // One IPv6 host has a whole /64 of addresses. Limited by address, it would have as many buckets.
    private static string NetworkOf(IPAddress address) =>
        address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.MapToIPv4().ToString();
}
