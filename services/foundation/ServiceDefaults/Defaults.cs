using Microsoft.Extensions.DependencyInjection.Extensions;

namespace PeerNetwork.ServiceDefaults;

/// <summary>What every service has: two calls in its <c>Program.cs</c>.</summary>
public static class Defaults
{
    /// <summary>Registers telemetry, health, tokens, problems, JSON, versions, idempotency, limits and the OpenAPI document.</summary>
    /// <param name="service">The service's name in lower case: its database schema, its telemetry name, its path at the gateway.</param>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string service)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddTelemetry(service);
        builder.AddGracefulStop();
        builder.AddHealth();
        builder.AddTokens();
        builder.AddLimits();
        builder.Services.AddProblems();
        builder.Services.AddStrictJson();
        builder.Services.AddDocument(service);
        builder.Services.AddIdempotency();
        return builder;
    }

    /// <summary>Puts the pipeline together and maps health and the OpenAPI document. Call it before the service's own routes are mapped.</summary>
    public static WebApplication MapDefaults(this WebApplication app)
    {
        app.UseSpans();
        app.UseSafeResponses();
        app.UseProblems();
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseCleanAddress();
        app.UseActor();
        app.UseVersions();
        app.UseIdempotency();
        app.MapHealth();
        app.MapDocument();
        app.MapOperations();
        return app;
    }
}
