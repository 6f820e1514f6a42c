using System.Security.Claims;
using JasperFx.Events;
using Marten;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Programs;

/// <summary>A program as it is listed.</summary>
/// <param name="Status"><c>draft</c>, <c>published</c> or <c>closed</c>.</param>
public sealed record ProgramSummary(
    Guid Id,
    string Name,
    string Status,
    string[] SiteCodes,
    DateOnly? Starts,
    DateOnly? Ends
);

/// <summary>The programs of the company.</summary>
public sealed class ProgramsProjection : TableProjection
{
    public ProgramsProjection()
        : base("programs")
    {
        var programs = AddTable("programs");
        programs.AddColumn("id", "uuid").AsPrimaryKey();
        programs.AddColumn("name", "text").NotNull();
        programs.AddColumn("status", "text").NotNull();
        programs.AddColumn("site_codes", "text[]").NotNull();
        programs.AddColumn("starts", "date");
        programs.AddColumn("ends", "date");
        programs.AddColumn("selects_mentors", "boolean").NotNull();
        programs.AddColumn("selects_mentees", "boolean").NotNull();
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case ProgramDrafted d:
                operations.QueueSql(
                    $"""
                    insert into programs
                    values ({d.Program.Value}, {d.Plan.Name}, 'draft', {d.Plan.SiteCodes.ToArray()},
                        {d.Plan.Starts}, {d.Plan.Ends}, {d.Plan.Selection.Mentor is not null},
                        {d.Plan.Selection.Mentee is not null})
                    """
                );
                break;
            case DraftRevised r:
                UpdateSettings(r.Program, r.Plan, operations);
                break;
            case ProgramRevised r:
                UpdateSettings(r.Program, r.Plan, operations);
                break;
            case ProgramPublished p:
                operations.QueueSql($"update programs set status = 'published' where id = {p.Program.Value}");
                break;
            case ProgramClosed c:
                operations.QueueSql($"update programs set status = 'closed' where id = {c.Program.Value}");
                break;
        }
    }

    private static void UpdateSettings(ProgramId id, ProgramPlan plan, IDocumentOperations operations) =>
        operations.QueueSql(
            $"""
            update programs set name = {plan.Name}, site_codes = {plan.SiteCodes.ToArray()},
                starts = {plan.Starts}, ends = {plan.Ends}, selects_mentors = {plan.Selection.Mentor is not null},
                selects_mentees = {plan.Selection.Mentee is not null}
            where id = {id.Value}
            """
        );

    public static async Task<Ok<PageResponse<ProgramSummary>>> List(
        ClaimsPrincipal user,
        ReadModels models,
        Paging paging,
        EnumParameter<ProgramStatus>? status,
        string? site,
        CancellationToken ct
    )
    {
        var wanted = status?.ToString();
        var rights = user.ScopeOf(Roles.Coordinator).ToJson();
        return paging.ToResponse(
            await models.Page<ProgramSummary>(
                $"""
                select id, name, status, site_codes, starts, ends from programs
                where ({wanted}::text is null or status = {wanted})
                    and ({site}::text is null or {site} = any(site_codes))
                  and (status <> 'draft' or exists (
                    select from jsonb_to_recordset({rights}::jsonb)
                        as scope (sites text[], programs uuid[], departments text[])
                    where scope.sites && (array['*'] || site_codes) and scope.departments = array[]::text[]
                        and (scope.programs = array[]::uuid[] or id = any(scope.programs))))
                """,
                paging,
                p => p.Id,
                ct
            )
        );
    }
}
