using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Skills;

public static class Routes
{
    public static void MapSkills(this IEndpointRouteBuilder app)
    {
        var skills = app.MapGroup("/skill-map").WithTags("Skills").RequireRoles(Roles.Coordinator);
        skills
            .MapGet("/", ShowSkillMap.Handle)
            .WithName("ShowSkillMap")
            .WithDescription(
                "Each word of q has to be the beginning of a word of the skill. The 100 skills that lack most people "
                    + "who offer them are returned."
            );
        skills
            .MapGet("/people", ListSkilledPeople.Handle)
            .WithName("ListSkilledPeople")
            .WithDescription("Those who fit best are returned, 100 at most.")
            .AuditSearch<Ok<ListSkilledPeople.Response>>(
                "skilledPeople",
                found => [.. found.Value!.Items.Select(p => p.Id)]
            );
    }
}
