using Microsoft.AspNetCore.Components.Server.Circuits;

namespace PeerNetwork.Portal.Circuits;

internal static class CircuitsRegistration
{
    public static void AddCircuits(this IServiceCollection services)
    {
        services.AddSingleton<ConnectedCircuits>();
        services.AddScoped<CircuitHandler, ConnectedCircuits.Follower>();
        services.AddHostedService<Handover>();
    }

    /// <summary>A replica that stops takes no circuit any more: the browser tries again, at another one.</summary>
    public static void UseCircuits(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                var isStopping = app.Lifetime.ApplicationStopping.IsCancellationRequested;
                if (!isStopping || !context.Request.Path.StartsWithSegments("/_blazor"))
                    return next(context);
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                context.Response.Headers.Connection = "close";
                return Task.CompletedTask;
            }
        );
}
