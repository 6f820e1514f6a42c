using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Gateway.DataExport;

public static class Routes
{
    public static void MapDataExport(this IEndpointRouteBuilder app) =>
        app.MapGet("/people/{id:guid}/data-export", ExportPersonalData.Handle).RequireRoles(Roles.Employee);
}
