using System.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace PeerNetwork.ServiceDefaults;

/// <summary>Exports traces, metrics and logs by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</summary>
public static class Telemetry
{
    public static void AddTelemetry(this IHostApplicationBuilder builder, string service)
    {
        // These loggers write the whole address of each request, and a query string may hold personal data.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.Logging.AddFilter("Yarp.ReverseProxy.Forwarder", LogLevel.Warning);
        if (string.IsNullOrWhiteSpace(builder.AddSettings<HostSettings>("").OtlpEndpoint))
            return;

        builder.Logging.AddOpenTelemetry(logs => (logs.IncludeFormattedMessage, logs.IncludeScopes) = (true, true));
        builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource =>
                resource
                    .AddService(service, "PeerNetwork", typeof(Telemetry).Assembly.GetName().Version?.ToString())
                    // The environment overrides this: an orchestrator gives each replica its service.instance.id.
                    .AddEnvironmentVariableDetector()
            )
            .WithTracing(traces =>
                traces
                    .AddSource("Marten", "MassTransit", "PeerNetwork.*")
                    .AddAspNetCoreInstrumentation(TraceRequests)
                    .AddHttpClientInstrumentation()
                    .AddNpgsql()
            )
            .WithMetrics(metrics =>
                metrics
                    .AddMeter("Marten", "MassTransit", "Npgsql", "PeerNetwork.*")
                    .AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddRuntimeInstrumentation()
            )
            .UseOtlpExporter();
        builder.Services.AddSingleton<IHealthCheckPublisher, HealthMetrics>();
        // As often as metrics are exported.
        builder.Services.Configure<HealthCheckPublisherOptions>(checks => checks.Period = TimeSpan.FromMinutes(1));
    }

    private static void TraceRequests(AspNetCoreTraceInstrumentationOptions options)
    {
        options.Filter = context => !context.Request.Path.StartsWithSegments("/health");
        options.EnrichWithHttpResponse = (span, _) => RemoveClientText(span);
    }

    /// <summary>Query strings and header values may hold personal data.</summary>
    private static void RemoveClientText(Activity span)
    {
        span.SetTag("url.query", null);
        span.SetTag("user_agent.original", null);
    }
}
