using System.Text.Json.Nodes;
using PeerNetwork.Enrollment.Hris;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Syncs;

public static class Routes
{
    public static void MapSyncs(this IEndpointRouteBuilder app)
    {
        var syncs = app.MapGroup("/syncs").WithTags("Syncs").RequireRoles(Roles.PeopleAdmin);
        syncs.MapGet("/", ListSyncs.Handle).WithName("ListSyncs");
        syncs.MapPost("/", RequestSync.Handle).WithName("RequestSync");
        syncs.MapGet("/{id:guid}", ShowSync.Handle).WithName("ShowSync").AuditRead("sync");
        syncs.MapGet("/{id:guid}/changes", ListSyncChanges.Handle).WithName("ListSyncChanges").AuditRead("syncChanges");
        syncs.MapPost("/{id:guid}/approve", ApproveSync.Handle).WithName("ApproveSync");
        syncs.MapPost("/{id:guid}/reject", RejectSync.Handle).WithName("RejectSync");
        syncs.MapPost("/{id:guid}/cancel", CancelSync.Handle).WithName("CancelSync");
        // The sender has no token: it signs what it sends.
        app.MapPost("/webhooks/bamboohr/{source}", ReceiveBambooHrWebhook.Handle)
            .WithTags("Syncs")
            .WithName("ReceiveBambooHrWebhook")
            .Accepts<JsonObject>("application/json")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .AllowAnonymous();
    }

    public static void AddSyncs(this WebApplicationBuilder builder)
    {
        var settings = builder.AddSettings<SyncSettings>("Syncs");
        builder.Services.AddHrisConnectors(options => options.DropFolder = settings.DropFolder);
        builder.Services.AddSingleton<HrSources>();
        builder.Services.AddScoped<StagedPages>();
        builder.Services.AddScoped<SyncReports>();
        builder.Services.AddScoped<SyncRequests>();
        builder.Services.AddScoped<SyncRunner>();
        builder.Services.AddScoped<UploadedRosters>();
        builder.Services.AddHostedService<SyncWorker>();
    }
}
