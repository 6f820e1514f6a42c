using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Programs;

/// <summary>
/// Lists the programs that a coordinator runs, at one of their sites at least, with the applications that wait for
/// their decision.
/// </summary>
public static class ListCoordinatedPrograms
{
    /// <param name="Status"><c>draft</c>, <c>published</c> or <c>closed</c>.</param>
    /// <param name="Waiting">The applications of the coordinator's sites and departments without a decision.</param>
    public sealed record CoordinatedProgram(
        Guid Id,
        string Name,
        string Status,
        string[] SiteCodes,
        DateOnly? Starts,
        DateOnly? Ends,
        int Waiting
    );

    public static async Task<Ok<PageResponse<CoordinatedProgram>>> Handle(
        ClaimsPrincipal user,
        ReadModels models,
        Paging paging,
        CancellationToken ct
    )
    {
        var scope = user.ScopeOf(Roles.Coordinator);
        var (rights, inScope) = (scope.ToJson(), scope.ToSql("a.site", "a.program", "p.department"));
        return paging.ToResponse(
            await models.Page<CoordinatedProgram>(
                $"""
                select id, name, status, site_codes, starts, ends,
                    (select count(*) from applications a join people p on p.id = a.person
                        where a.program = programs.id and a.status = 'submitted' and {inScope})::int as waiting
                from programs
                where exists (
                    select from jsonb_to_recordset({rights}::jsonb)
                        as scope (sites text[], programs uuid[], departments text[])
                    where scope.sites && (array['*'] || site_codes)
                        and (scope.programs = array[]::uuid[] or id = any(scope.programs))
                        and (status <> 'draft' or scope.departments = array[]::text[]))
                """,
                paging,
                p => p.Id,
                ct
            )
        );
    }
}
