using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Retention;

public static class Routes
{
    public static void MapRetention(this IEndpointRouteBuilder app)
    {
        var retention = app.MapGroup("/").WithTags("Retention").RequireRoles(Roles.PeopleAdmin);
        retention.MapGet("/retention-rules/{kind}", ShowRetentionRule.Handle).WithName("ShowRetentionRule");
        retention
            .MapPut("/retention-rules/{kind}", SetRetentionRule.Handle)
            .WithName("SetRetentionRule")
            .WithDescription("It holds from the next day on. Look at the preview before.");
        retention.MapDelete("/retention-rules/{kind}", RemoveRetentionRule.Handle).WithName("RemoveRetentionRule");
        retention.MapGet("/retention/preview", PreviewRetention.Handle).WithName("PreviewRetention");
        retention.MapGet("/retention/preview/{kind}", ListExpired.Handle).WithName("ListExpired");
        retention.MapGet("/retention/runs/{day}", ShowRetentionRun.Handle).WithName("ShowRetentionRun");
    }

    public static void AddRetention(this IServiceCollection services)
    {
        services.AddSingleton<ExpiredData>();
        services.AddSingleton<DestroyExpiredData>();
        services.AddHostedService<RetentionWorker>();
    }
}
