using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>What every service has: two calls in its <c>Program.cs</c>.</summary>
public static class Defaults
{
    /// <summary>Registers telemetry, health, tokens, problems, JSON, limits and the OpenAPI document.</summary>
    /// <param name="service">
    /// The service's name in lower case: its database schema, its telemetry name, its path at the gateway.
    /// </param>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string service)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddTelemetry(service);
        builder.AddGracefulStop();
        builder.AddHealth();
        builder.AddTokens();
        builder.AddLimits();
        RequestValidation.Configure();
        builder.Services.AddProblems();
        builder.Services.AddStrictJson();
        builder.Services.AddDocument(service);
        return builder;
    }

    /// <summary>Puts the pipeline together and maps health, operations and the OpenAPI document.</summary>
    /// <returns>
    /// Where the service maps its own routes: requests are validated there, and each command is one unit of work.
    /// </returns>
    public static RouteGroupBuilder MapDefaults(this WebApplication app)
    {
        app.UseSafeResponses();
        app.UseProblems();
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseCleanAddress();
        app.UseAuditContext();
        app.UseETags();
        app.UseIdempotencyKeys();
        app.MapHealth();
        app.MapDocument();
        app.MapOperations();
        var routes = app.MapGroup("");
        // A service without a store has no units of work.
        if (app.Services.GetService<EventDatabase>() is not null)
            routes.AddEndpointFilter<RouteGroupBuilder, UnitOfWorkFilter>();
        return routes.WithRequestValidation();
    }
}
