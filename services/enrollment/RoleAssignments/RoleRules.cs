using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.RoleAssignments;

/// <summary>
/// The people administration says which role the members of a SCIM group have: the identity provider then decides who
/// is a member.
/// </summary>
public static class AddRoleRule
{
    /// <param name="Group">The display name of the group.</param>
    public sealed record Request(
        string Group,
        string Role,
        IReadOnlyList<string> SiteCodes,
        string Reason,
        IReadOnlyList<Guid>? Programs = null,
        IReadOnlyList<string>? Departments = null
    ) : IRoleScope;

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            Include(new RoleScopeValidator());
            RuleFor(r => r.Group).Line();
            RuleFor(r => r.Reason).Reason();
        }
    }

    public static async Task<Created<CreatedId>> Handle(
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels models,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        await request.RequireKnown(models, events, ct);
        var now = clock.GetUtcNow();
        var id = new RoleRuleId(Guid.CreateVersion7(now));
        await events.Update<RoleRule, RoleRuleEvent>(
            id.Value,
            RoleRule.Evolve,
            _ => Decide(id, request, user.Id(), new PersonalText(user.Id(), request.Reason), now),
            ct
        );
        return TypedResults.Created($"/role-rules/{id.Value}", new CreatedId(id.Value));
    }

    public static RoleRuleEvent[] Decide(
        RoleRuleId id,
        Request request,
        Guid by,
        PersonalText reason,
        DateTimeOffset now
    ) =>
        [
            new RoleRuleAdded(
                id,
                request.Group,
                request.Role,
                [.. request.SiteCodes],
                [.. (request.Programs ?? []).Select(p => new ProgramId(p))],
                [.. request.Departments ?? []],
                by,
                reason,
                now
            ),
        ];
}

/// <summary>A rule is removed: the members of the group lose the role that it gave.</summary>
public static class RemoveRoleRule
{
    public static async Task<NoContent> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.Id(), clock.GetUtcNow());
        await events.Update<RoleRule, RoleRuleEvent>(id, RoleRule.Evolve, rule => Decide(rule, by, now), ct);
        return TypedResults.NoContent();
    }

    public static RoleRuleEvent[] Decide(RoleRule? rule, Guid by, DateTimeOffset now) =>
        rule switch
        {
            null => throw new DomainException(DomainError.NotFound, "No such rule."),
            { Removed: true } => [],
            _ => [new RoleRuleRemoved(rule.Content.Rule, by, now)],
        };
}

/// <summary>Lists the rules by which groups give roles.</summary>
public static class ListRoleRules
{
    /// <param name="Group">The display name of the group.</param>
    /// <param name="Members">How many people have the role by this rule.</param>
    public sealed record RoleRuleView(
        Guid Id,
        string Group,
        string Role,
        string[] SiteCodes,
        Guid[] Programs,
        string[] Departments,
        long Members
    );

    public static async Task<Ok<PageResponse<RoleRuleView>>> Handle(
        Paging paging,
        ReadModels models,
        CancellationToken ct
    ) =>
        paging.ToResponse(
            await models.Page<RoleRuleView>(
                $"""
                select id, group_name as "group", role, sites as site_codes, programs, departments,
                    (select count(*) from role_assignments a where a.rule = role_rules.id) as members
                from role_rules
                """,
                paging,
                r => r.Id,
                ct
            )
        );
}
