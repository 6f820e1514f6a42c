using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Findings;

public static class Routes
{
    public static void MapFindings(this IEndpointRouteBuilder app)
    {
        // Here {id} is the finding, so that an ETag is the version of the finding and not that of the program.
        var findings = app.MapGroup("/programs/{program:guid}/findings")
            .WithTags("Findings")
            .RequireRoles(Roles.Coordinator);
        findings.MapPost("/", RecordFinding.Handle).WithName("RecordFinding");
        findings.MapGet("/", ListFindings.Handle).WithName("ListFindings");
        findings.MapGet("/{id:guid}", ShowFinding.Handle).WithName("ShowFinding");
        findings.MapPut("/{id:guid}/action", PlanFindingAction.Handle).WithName("PlanFindingAction");
        findings.MapPost("/{id:guid}/resolve", ResolveFinding.Handle).WithName("ResolveFinding");
        findings.MapPost("/{id:guid}/dismiss", DismissFinding.Handle).WithName("DismissFinding");
        findings.MapPost("/{id:guid}/reopen", ReopenFinding.Handle).WithName("ReopenFinding");
    }
}
