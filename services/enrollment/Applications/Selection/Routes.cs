using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Applications.Selection;

public static class Routes
{
    public static void MapSelections(this IEndpointRouteBuilder app)
    {
        // Here {id} is the application: its selection is a part of it.
        var selections = app.MapGroup("/selections/{id:guid}").WithTags("Selections").RequireRoles(Roles.Coordinator);
        selections
            .MapGet("/", ShowSelection.Handle)
            .WithName("ShowSelection")
            .AuditRead<ShowSelection.Response>("selection", selection => [selection.Applicant]);
        selections.MapGet("/interviewers", ListInterviewers.Handle).WithName("ListInterviewers");
        selections.MapPut("/interview", PlanInterview.Handle).WithName("PlanInterview");
        selections.MapDelete("/interview", CancelInterview.Handle).WithName("CancelInterview");
        selections.MapPut("/assessment", RecordAssessment.Handle).WithName("RecordAssessment");
    }
}
