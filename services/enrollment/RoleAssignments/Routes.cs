using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.RoleAssignments;

public static class Routes
{
    public static void MapRoles(this IEndpointRouteBuilder app)
    {
        app.MapGet("/roles", ListRoles.Handle)
            .RequireRoles(Roles.PeopleAdmin, Roles.Overseer)
            .WithTags("Roles")
            .WithName("ListRoles");
        var rules = app.MapGroup("/role-rules").RequireRoles(Roles.PeopleAdmin).WithTags("Roles");
        rules.MapGet("/", ListRoleRules.Handle).WithName("ListRoleRules");
        rules.MapPost("/", AddRoleRule.Handle).WithName("AddRoleRule");
        rules.MapDelete("/{id:guid}", RemoveRoleRule.Handle).WithName("RemoveRoleRule");
        var roles = app.MapGroup("/people/{id:guid}/roles").WithTags("Roles");
        roles.MapGet("/", ListRolesOfPerson.Handle).WithName("ListRolesOfPerson");
        var management = roles.MapGroup("").RequireRoles(Roles.PeopleAdmin, Roles.Coordinator);
        management.MapPost("/", AssignRole.Handle).WithName("AssignRole");
        management.MapPut("/{assignment:guid}/term", ChangeRoleTerm.Handle).WithName("ChangeRoleTerm");
        management.MapPost("/{assignment:guid}/rotate", RotateRole.Handle).WithName("RotateRole");
        roles.MapPost("/{assignment:guid}/revoke", RevokeRole.Handle).WithName("RevokeRole");
        app.MapPost("/delegations", DelegateRole.Handle).WithTags("Roles").WithName("DelegateRole");
        app.MapGet("/people/{id:guid}/delegations", ListDelegations.Handle)
            .WithTags("Roles")
            .WithName("ListDelegations");
    }
}
