using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Connections;

public static class Routes
{
    public static void MapConnections(this IEndpointRouteBuilder app)
    {
        var connections = app.MapGroup("/connections").RequireRoles(Roles.Employee);
        connections.MapGet("/preferences", ShowConnectionPreferences.Handle);
        connections.MapPut("/preferences", SetConnectionPreferences.Handle);
        connections.MapPost("/blocks", BlockPerson.Handle);
        connections.MapDelete("/blocks/{person:guid}", UnblockPerson.Handle);
        connections.MapGet("/directory", ListOpenPeople.Handle);
        connections.MapGet("/requests", ListMyConnections.Handle);
        connections.MapPost("/requests", RequestConnection.Handle);
        connections.MapPost("/requests/{id:guid}/accept", AcceptConnection.Handle);
        connections.MapPost("/requests/{id:guid}/decline", DeclineConnection.Handle);
        connections.MapPost("/requests/{id:guid}/withdraw", WithdrawConnection.Handle);
    }
}
