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
}
