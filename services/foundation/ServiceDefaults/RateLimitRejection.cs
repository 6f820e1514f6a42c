using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace PeerNetwork.ServiceDefaults;

/// <summary>Answers a request above a rate limit: 429, and after how many seconds to try again.</summary>
public static class RateLimitRejection
{
    public static ValueTask Write(OnRejectedContext rejected, CancellationToken _)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var time)
            ? Math.Ceiling(time.TotalSeconds)
            : 0;
        rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, wait).ToString(CultureInfo.InvariantCulture);
        return new(Problems.Write(rejected.HttpContext, Problems.Of(StatusCodes.Status429TooManyRequests)));
    }
}
