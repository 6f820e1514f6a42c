using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace PeerNetwork.ServiceDefaults;

/// <summary>Traces, metrics and logs by OTLP, when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to.</summary>
public static class Telemetry
{
    private static readonly string[] Sources =
    [
        "Microsoft.AspNetCore",
        "System.Net.Http",
        "Marten",
        "MassTransit",
        "Npgsql",
        "PeerNetwork.*",
    ];

    private static readonly string[] Meters =
    [
        "Microsoft.AspNetCore.*",
        "System.Net.Http",
        "System.Runtime",
        "Marten",
        "MassTransit",
        "Npgsql",
        "PeerNetwork.*",
    ];

    public static void AddTelemetry(this IHostApplicationBuilder builder, string service)
    {
        // Its lines name the whole address of each request, and query strings may hold what nobody else is to read.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;

        // Else the server's own spans come without method, path and status; read when the host starts.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);

        void Describe(ResourceBuilder resource) =>
            resource.AddService(service, "PeerNetwork", typeof(Telemetry).Assembly.GetName().Version?.ToString());

        builder.Services.AddSingleton(host =>
            OpenTelemetrySdk.Create(telemetry =>
            {
                // The exporters read their settings from the host's configuration, not from the environment alone.
                telemetry.Services.AddSingleton(host.GetRequiredService<IConfiguration>());
                telemetry
                    .ConfigureResource(Describe)
                    .WithTracing(traces => traces.AddSource(Sources).AddOtlpExporter())
                    .WithMetrics(metrics => metrics.AddMeter(Meters).AddOtlpExporter());
            })
        );
        builder.Services.AddHostedService<Lifetime>();
        builder.Logging.AddOpenTelemetry(logs =>
        {
            var resource = ResourceBuilder.CreateDefault();
            Describe(resource);
            logs.SetResourceBuilder(resource).AddOtlpExporter();
            (logs.IncludeFormattedMessage, logs.IncludeScopes) = (true, true);
        });
    }

    /// <summary>Names a request's span by its route and keeps the probes of the platform out of the traces.</summary>
    internal static void UseSpans(this IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                if (context.Features.Get<IHttpActivityFeature>()?.Activity is not { } span)
                {
                    await next(context);
                    return;
                }

                if (context.Request.Path.StartsWithSegments("/health"))
                    span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
                await next(context);
                Describe(span, context);
            }
        );

    private static void Describe(Activity span, HttpContext context)
    {
        span.SetTag("http.response.status_code", context.Response.StatusCode);
        // A handler that threw is no longer the request's endpoint.
        var endpoint = context.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? context.GetEndpoint();
        if (endpoint is RouteEndpoint { RoutePattern.RawText: { } route })
        {
            span.SetTag("http.route", route);
            span.DisplayName = $"{context.Request.Method} {route}";
        }

        if (context.Response.StatusCode >= 500)
            span.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>
    /// Registered before all other hosted services: listens before they start, and flushes after they have stopped.
    /// </summary>
    private sealed class Lifetime(OpenTelemetrySdk telemetry) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) =>
            Task.Run(
                () =>
                {
                    telemetry.TracerProvider.ForceFlush(5_000);
                    telemetry.MeterProvider.ForceFlush(5_000);
                },
                cancellationToken
            );
    }
}
