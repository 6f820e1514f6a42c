using PeerNetwork.Enrollment.Programs.Templates;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Programs;

public static class Routes
{
    public static void MapPrograms(this IEndpointRouteBuilder app)
    {
        var programs = app.MapGroup("/programs").WithTags("Programs");
        programs.MapGet("/", ProgramsProjection.List).WithName("ListPrograms");
        programs.MapGet("/{id:guid}", ShowProgram.Handle).WithName("ShowProgram");
        programs
            .MapGet("/{id:guid}/file", ReadProgramFile.Handle)
            .WithName("ReadProgramFile")
            .Produces<Stream>(StatusCodes.Status200OK, Yaml.MediaType);
        programs.MapGet("/{id:guid}/eligibility", CheckEligibility.Handle).WithName("CheckEligibility");

        var design = programs.MapGroup("").RequireRoles(Roles.Coordinator);
        design.MapGet("/coordinated", ListCoordinatedPrograms.Handle).WithName("ListCoordinatedPrograms");
        design.MapGet("/templates", ListProgramTemplates.Handle).WithName("ListProgramTemplates");
        design.MapPost("/", DraftProgram.Handle).AcceptsYaml<ProgramPlan>().WithName("DraftProgram");
        design.MapPut("/{id:guid}", ReviseProgram.Handle).AcceptsYaml<ProgramPlan>().WithName("ReviseProgram");
        design.MapPost("/{id:guid}/preview", PreviewPlan.Handle).AcceptsYaml<ProgramPlan>().WithName("PreviewPlan");
        design.MapGet("/{id:guid}/versions", ListProgramVersions.Handle).WithName("ListProgramVersions");
        design
            .MapPost("/{id:guid}/versions/{version:long}/restore", RestoreProgramVersion.Handle)
            .WithName("RestoreProgramVersion");
        design.MapGet("/{id:guid}/validation", ValidateProgram.Handle).WithName("ValidateProgram");
        design.MapPost("/{id:guid}/publish", PublishProgram.Handle).WithName("PublishProgram");
        design.MapPost("/{id:guid}/close", CloseProgram.Handle).WithName("CloseProgram");
    }
}
