using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.People;

public static class Routes
{
    public static void MapPeople(this IEndpointRouteBuilder app) =>
        app.MapGet("/programs/{program:guid}/pool", ReadPool.Handle).RequireRoles(Roles.Coordinator);
}
