using PeerNetwork.Enrollment.Notices.Mails;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Notices;

public static class Routes
{
    public static void MapNotices(this IEndpointRouteBuilder app)
    {
        var notices = app.MapGroup("/notices").WithTags("Notices");
        notices
            .MapGet("/mine", ListMyNotices.Handle)
            .WithName("ListMyNotices")
            .WithDescription(
                "What the user should hear, the newest first. Subject and text are in the language of the first "
                    + "Accept-Language that there is, else in that of the user's preferences."
            );
        notices.MapGet("/mine/unread", CountUnreadNotices.Handle).WithName("CountUnreadNotices");
        notices.MapPost("/mine/read", ReadNotices.HandleAll).WithName("ReadAllNotices");
        notices.MapPost("/{id:guid}/read", ReadNotices.Handle).WithName("ReadNotice");
        notices.MapGet("/preferences", ShowNoticePreferences.Handle).WithName("ShowNoticePreferences");
        notices.MapPut("/preferences", SetNoticePreferences.Handle).WithName("SetNoticePreferences");
    }

    public static void AddNotices(this WebApplicationBuilder builder)
    {
        builder.AddSettings<MailSettings>("Mail");
        builder.Services.AddScoped<NoticeWriter>();
        builder.Services.AddSingleton<MailQueue>();
        builder.Services.AddHostedService<MailWorker>();
        builder.Services.AddSingleton(
            new OperationsRoutes(operations =>
                operations
                    .MapGet("/mails", ShowMailQueue.Handle)
                    .WithName("ShowMailQueue")
                    .WithSummary("What waits to be sent by mail, which addresses were refused, and the last failure")
            )
        );
    }
}
