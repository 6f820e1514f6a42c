using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Schedules;

public static class Routes
{
    public static void MapSchedules(this IEndpointRouteBuilder app) =>
        app.MapGet("/programs/{program:guid}/schedule", ShowSchedule.Handle).RequireRoles(Roles.Coordinator);
}
