using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.People;

public static class Routes
{
    public static void MapPeople(this IEndpointRouteBuilder app)
    {
        app.MapGet("/participations/mine", ListMyParticipations.Handle).RequireRoles(Roles.Employee);
        app.MapGet("/programs/{program:guid}/wait", ShowExpectedWait.Handle).RequireRoles(Roles.Employee);
        app.MapGet("/programs/{program:guid}/pool", ReadPool.Handle).RequireRoles(Roles.Coordinator);
    }
}
