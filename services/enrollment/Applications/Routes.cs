using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Applications;

public static class Routes
{
    public static void MapApplications(this IEndpointRouteBuilder app)
    {
        var applications = app.MapGroup("/applications").WithTags("Applications");
        applications.MapPost("/", SubmitApplication.Handle).WithName("SubmitApplication");
        applications.MapGet("/mine", ListMyApplications.Handle).WithName("ListMyApplications");
        applications
            .MapGet("/{id:guid}", ShowApplication.Handle)
            .WithName("ShowApplication")
            .AuditRead<ShowApplication.Response>("application", application => [application.Applicant]);
        applications.MapPost("/{id:guid}/guidelines", AcceptGuidelines.Handle).WithName("AcceptGuidelines");
        applications.MapPost("/{id:guid}/withdraw", WithdrawApplication.Handle).WithName("WithdrawApplication");

        applications
            .MapGet("/", ListApplications.Handle)
            .RequireRoles(Roles.Coordinator, Roles.Ambassador)
            .WithName("ListApplications")
            .AuditRead("applications");

        var decisions = applications.MapGroup("").RequireRoles(Roles.Coordinator);
        decisions.MapPost("/approvals", ApproveApplications.Handle).WithName("ApproveApplications");
        decisions.MapPost("/rejections", RejectApplications.Handle).WithName("RejectApplications");
        decisions.MapPost("/{id:guid}/approve", ApproveApplication.Handle).WithName("ApproveApplication");
        decisions.MapPost("/{id:guid}/reject", RejectApplication.Handle).WithName("RejectApplication");
    }
}
