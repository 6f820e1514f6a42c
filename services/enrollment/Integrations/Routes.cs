using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Integrations;

public static class Routes
{
    public static void MapIntegrations(this IEndpointRouteBuilder app)
    {
        var clients = app.MapGroup("/integrations").WithTags("Integrations").RequireRoles(Roles.PeopleAdmin);
        clients.MapGet("/", IntegrationsProjection.List).WithName("ListClients");
        clients.MapPost("/", RegisterClient.Handle).WithName("RegisterClient");
        clients.MapGet("/{id:guid}", ShowClient.Handle).WithName("ShowClient");
        clients.MapPost("/{id:guid}/tokens", IssueToken.Handle).WithName("IssueToken");
        clients.MapDelete("/{id:guid}/tokens/{token:guid}", RevokeToken.Handle).WithName("RevokeToken");
    }
}
