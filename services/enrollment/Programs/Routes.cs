using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Programs;

public static class Routes
{
    public static void MapPrograms(this IEndpointRouteBuilder app)
    {
        var programs = app.MapGroup("/programs").WithTags("Programs");
        programs.MapGet("/", ProgramsProjection.List).WithName("ListPrograms");
        programs.MapGet("/{id:guid}", ShowProgram.Handle).WithName("ShowProgram");
        programs.MapGet("/{id:guid}/eligibility", CheckEligibility.Handle).WithName("CheckEligibility");

        var design = programs.MapGroup("").RequireRoles(Roles.Coordinator);
        design.MapGet("/coordinated", ListCoordinatedPrograms.Handle).WithName("ListCoordinatedPrograms");
        design.MapPost("/", DraftProgram.Handle).WithName("DraftProgram");
        design.MapPut("/{id:guid}", ReviseProgram.Handle).WithName("ReviseProgram");
        design.MapGet("/{id:guid}/validation", ValidateProgram.Handle).WithName("ValidateProgram");
        design.MapPost("/{id:guid}/publish", PublishProgram.Handle).WithName("PublishProgram");
        design.MapPost("/{id:guid}/close", CloseProgram.Handle).WithName("CloseProgram");
    }
}
