using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.People;

public static class Routes
{
    public static void MapPeople(this IEndpointRouteBuilder app)
    {
        var me = app.MapGroup("/me").WithTags("People").RequireRoles(Roles.Employee);
        me.MapGet("/working-hours", MyWorkingHours.Handle);
        me.MapPut("/working-hours", SetWorkingHours.Handle);
    }
}
