using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.Applications.Selection;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>
/// Lists the applications within a coordinator's or ambassador's scope, by program, site, status, role, how far the
/// selection is, and whether training lapsed.
/// </summary>
public static class ListApplications
{
    public static async Task<Ok<PageResponse<ApplicationSummary>>> Handle(
        ClaimsPrincipal user,
        ReadModels models,
        Paging paging,
        Guid? program,
        EnumParameter<ApplicationStatus>? status,
        EnumParameter<ParticipantRole>? role,
        string? site,
        EnumParameter<SelectionState>? selection,
        bool? trainingLapsed,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var inScope = user.ScopeOf(Roles.Coordinator, Roles.Ambassador).ToSql("a.site", "a.program", "p.department");
        var isDecider = user.ScopeOf(Roles.Coordinator).ToSql("a.site", "a.program", "p.department");
        var (inSelection, inRole) = (selection?.ToString(), role?.ToString());
        // Only these are due or planned, or have lapsed, and the index knows the status.
        var inStatus =
            status?.ToString()
            ?? (selection?.Value is SelectionState.Due or SelectionState.Planned ? "submitted" : null)
            ?? (trainingLapsed is true ? "approved" : null);
        var page = await models.Page<ApplicationRow>(
            $"""
            select a.id, a.program, a.person as applicant, p.name as applicant_name, a.site as site_code, a.role,
                a.status, a.submitted_at, {ApplicationRow.SelectionOf} as selection, a.interview_at, a.training_lapsed,
                a.training_lapses_at,
                case when a.person <> {user.Id()} and {isDecider} then a.outcome end as outcome
            from applications a join people p on p.id = a.person left join programs g on g.id = a.program
            where {inScope}
              and ({program}::uuid is null or a.program = {program})
              and ({inStatus}::text is null or a.status = {inStatus})
              and ({inRole}::text is null or a.role = {inRole})
              and ({site}::text is null or a.site = {site})
              and ({inSelection}::text is null or {ApplicationRow.SelectionOf} = {inSelection})
              and ({trainingLapsed}::boolean is null or a.training_lapsed = {trainingLapsed})
            """,
            paging,
            a => a.Id,
            ct
        );
        return paging.ToResponse(page.Select(a => a.ToSummary(clock.GetUtcNow())));
    }
}

/// <summary>Lists the applications of the person who asks.</summary>
public static class ListMyApplications
{
    public static async Task<Ok<PageResponse<ApplicationSummary>>> Handle(
        ClaimsPrincipal user,
        ReadModels models,
        Paging paging,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var page = await models.Page<ApplicationRow>(
            $"""
            select a.id, a.program, a.person as applicant, p.name as applicant_name, a.site as site_code, a.role,
                a.status, a.submitted_at, {ApplicationRow.SelectionOf} as selection, a.interview_at, a.training_lapsed,
                a.training_lapses_at,
                null::jsonb as outcome
            from applications a join people p on p.id = a.person left join programs g on g.id = a.program
            where a.person = {user.Id()}
            """,
            paging,
            a => a.Id,
            ct
        );
        return paging.ToResponse(page.Select(a => a.ToSummary(clock.GetUtcNow())));
    }
}
