using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Programs;

/// <summary>
/// The settings of a program as a YAML document, to keep under version control. The operations that take settings take
/// it back. It has the rubrics for coordinators of its sites alone.
/// </summary>
public static class ReadProgramFile
{
    public static async Task<ContentHttpResult> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        IOptions<JsonOptions> json,
        CancellationToken ct
    )
    {
        var program = await ProgramView.RequireViewProgram(id, user, events, ct);
        return TypedResults.Text(
            Yaml.Of(ProgramView.PlanFor(program, user), json.Value.SerializerOptions),
            Yaml.MediaType
        );
    }
}
