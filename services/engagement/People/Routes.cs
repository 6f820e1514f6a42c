using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.People;

public static class Routes
{
    public static void MapPeople(this IEndpointRouteBuilder app)
    {
        var me = app.MapGroup("/me").WithTags("People").RequireRoles(Roles.Employee);
        me.MapGet("/hours", MyHours.Handle);
        me.MapPut("/hours", SetHours.Handle);
    }
}
