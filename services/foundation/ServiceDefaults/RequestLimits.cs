using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PeerNetwork.ServiceDefaults;

/// <summary>The maximum size and duration of a request.</summary>
public static class RequestLimits
{
    private const long Megabyte = 1024 * 1024;

    public static void AddRequestLimits(this IHostApplicationBuilder builder)
    {
        builder.Services.Configure<KestrelServerOptions>(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = Megabyte;
            server.Limits.MaxRequestHeaderCount = 64;
            server.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            server.Limits.MaxRequestLineSize = 8 * 1024;
            server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            server.UseProblemsForErrors();
        });
        builder.Services.AddRequestTimeouts(timeouts =>
            timeouts.DefaultPolicy = new() { Timeout = TimeSpan.FromSeconds(30) }
        );
    }

    /// <summary>
    /// Allows a larger body than the default of 1 MB. The file of a form is kept in memory: a temporary file would hold
    /// it in plain.
    /// </summary>
    public static TBuilder WithRequestSizeLimit<TBuilder>(this TBuilder routes, int megabytes)
        where TBuilder : IEndpointConventionBuilder =>
        routes
            .WithMetadata(new RequestSizeLimit(megabytes * Megabyte))
            .WithFormOptions(memoryBufferThreshold: (int)(megabytes * Megabyte));

    /// <summary>Allows a body of any size. The routes must read it as a stream.</summary>
    internal static TBuilder DisableRequestSizeLimit<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new RequestSizeLimit(null));

    internal static void UseSecurityHeaders(this IApplicationBuilder app) =>
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

    private sealed record RequestSizeLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
