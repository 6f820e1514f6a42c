using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.RoleAssignments;

/// <summary>A role that a person has, or will have.</summary>
/// <param name="SiteCodes">The sites for which it holds; <c>*</c> stands for all sites.</param>
/// <param name="Programs">The programs for which it holds; empty for all programs.</param>
/// <param name="Departments">The departments for which it holds; empty for all departments.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day; null for a term without an end.</param>
/// <param name="Rule">The rule that gives it to the members of a group; null where a person gave it.</param>
/// <param name="OnBehalfOf">The person who delegated it; null for a role of one's own.</param>
public sealed record RoleView(
    Guid Id,
    Guid Person,
    string Role,
    string[] SiteCodes,
    Guid[] Programs,
    string[] Departments,
    DateOnly From,
    DateOnly? Until,
    Guid? Rule,
    Guid? OnBehalfOf
);

/// <summary>Reads roles by their conditions; null for a condition that does not matter.</summary>
internal sealed record RoleFilter(
    Guid? Person = null,
    Guid? OnBehalfOf = null,
    string? Role = null,
    string? Site = null,
    DateOnly? EndsBefore = null
)
{
    public async Task<Ok<PageResponse<RoleView>>> Page(ReadModels models, Paging paging, CancellationToken ct) =>
        paging.ToResponse(
            await models.Page<RoleView>(
                $"""
                select id, person, role, sites as site_codes, programs, departments, first_day as from,
                    last_day as until, rule, on_behalf_of
                from role_assignments
                where ({Person}::uuid is null or person = {Person})
                    and ({OnBehalfOf}::uuid is null or on_behalf_of = {OnBehalfOf})
                    and ({Role}::text is null or role = {Role})
                    and ({Site}::text is null or {Site} = any(sites) or '*' = any(sites))
                    and ({EndsBefore}::date is null or last_day < {EndsBefore})
                """,
                paging,
                r => r.Id,
                ct
            )
        );
}

/// <summary>Lists who has which roles: for the people administration and overseers.</summary>
public static class ListRoles
{
    /// <param name="role">One role; left out for all.</param>
    /// <param name="site">Roles for this site, including those for all sites.</param>
    /// <param name="endsBefore">Roles whose last day is before this day: those to renew or to pass on.</param>
    public static Task<Ok<PageResponse<RoleView>>> Handle(
        string? role,
        string? site,
        DateOnly? endsBefore,
        Paging paging,
        ReadModels models,
        CancellationToken ct
    ) =>
        FieldRules.IsDay(endsBefore)
            ? new RoleFilter(Role: role, Site: site, EndsBefore: endsBefore).Page(models, paging, ct)
            : throw new InvalidFieldException("endsBefore", FieldRules.DayMessage);
}

/// <summary>Lists the roles of a person: for the person, the people administration and overseers.</summary>
public static class ListRolesOfPerson
{
    public static async Task<Ok<PageResponse<RoleView>>> Handle(
        Guid id,
        ClaimsPrincipal user,
        Paging paging,
        ReadModels models,
        CancellationToken ct
    )
    {
        await models.RequireViewRoles(id, user, ct);
        return await new RoleFilter(Person: id).Page(models, paging, ct);
    }
}

/// <summary>Lists the roles that a person delegated: for the person, the people administration and overseers.</summary>
public static class ListDelegations
{
    public static async Task<Ok<PageResponse<RoleView>>> Handle(
        Guid id,
        ClaimsPrincipal user,
        Paging paging,
        ReadModels models,
        CancellationToken ct
    )
    {
        await models.RequireViewRoles(id, user, ct);
        return await new RoleFilter(OnBehalfOf: id).Page(models, paging, ct);
    }
}
