using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PeerNetwork.ServiceDefaults;

/// <summary>How much, and for how long, one request may ask.</summary>
public static class Limits
{
    private const long Megabyte = 1024 * 1024;

    public static void AddLimits(this IHostApplicationBuilder builder)
    {
        builder.Services.Configure<KestrelServerOptions>(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = Megabyte;
            server.Limits.MaxRequestHeaderCount = 64;
            server.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            server.Limits.MaxRequestLineSize = 8 * 1024;
            server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            server.ExplainRefusals();
        });
        builder.Services.AddRequestTimeouts(timeouts =>
            timeouts.DefaultPolicy = new() { Timeout = TimeSpan.FromSeconds(30) }
        );
    }

    /// <summary>Lets these routes take a larger body than the usual 1 MB.</summary>
    public static TBuilder AllowBody<TBuilder>(this TBuilder routes, int megabytes)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new BodyLimit(megabytes * Megabyte));

    /// <summary>Lets these routes take a body of any size; they have to read it as a stream.</summary>
    internal static TBuilder AllowAnyBody<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new BodyLimit(null));

    internal static void UseSafeResponses(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers.XContentTypeOptions = "nosniff";
                    return Task.CompletedTask;
                });
                return next(context);
            }
        );

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
