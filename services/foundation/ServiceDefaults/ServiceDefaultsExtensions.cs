using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>What all services share. A service makes two calls in its <c>Program.cs</c>.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Registers telemetry, health, tokens, problems, JSON, limits and the OpenAPI document.</summary>
    /// <param name="service">
    /// The service's name in lower case: its database schema, its telemetry name, its path at the gateway.
    /// </param>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string service)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddTelemetry(service);
        builder.AddGracefulShutdown();
        builder.AddHealth();
        builder.AddTokens();
        builder.AddRequestLimits();
        RequestValidation.Configure();
        builder.Services.AddProblems();
        builder.Services.AddStrictJson();
        builder.Services.AddOpenApiDocument(service);
        return builder;
    }

    /// <summary>Builds the request pipeline and maps health checks, operations and the OpenAPI document.</summary>
    /// <returns>
    /// The group in which the service maps its routes. Requests in it are validated, and each command is one unit of
    /// work.
    /// </returns>
    public static RouteGroupBuilder MapDefaults(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseProblems();
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseAuthentication();
        app.UseAccounts();
        app.UseAuthorization();
        app.UseStrictRequests();
        app.UseAuditContext();
        app.UseETags();
        app.UseYaml();
        app.UseIdempotencyKeys();
        app.MapHealth();
        app.MapOpenApiDocument();
        app.MapOperations();
        var routes = app.MapGroup("");
        routes.RejectUnreadableParameters();
        // A service without a store has no units of work.
        if (app.Services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(EventDatabase)))
        {
            routes.AddEndpointFilter<RouteGroupBuilder, UnitOfWorkFilter>();
            routes.MapAudit();
        }

        return routes.WithRequestValidation();
    }
}
