using System.Security.Claims;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.RoleAssignments;

/// <summary>
/// Who may give and take roles: the people administration all of them, and a coordinator those of coordinators and
/// ambassadors within their own scope. A person does not change the own roles.
/// </summary>
internal static class RoleAccess
{
    private static readonly string[] LocalRoles = [Roles.Coordinator, Roles.Ambassador];

    /// <exception cref="DomainException">The roles of this person are not for the user to see, or there is no such
    /// person.</exception>
    public static async Task RequireViewRoles(
        this ReadModels models,
        Guid person,
        ClaimsPrincipal user,
        CancellationToken ct
    )
    {
        if (user.Id() != person && !user.HasRole(Roles.PeopleAdmin) && !user.HasRole(Roles.Overseer))
            throw Forbidden("The roles of another person are for the people administration and overseers.");
        if (await models.QueryFirstOrDefault<Guid?>($"select id from people where id = {person}", ct) is null)
            throw new DomainException(DomainError.NotFound, "No such person.");
    }

    /// <summary>A person takes back what they delegated.</summary>
    /// <exception cref="DomainException">The user may not take this role.</exception>
    public static void RequireRevokeRole(this ClaimsPrincipal user, Guid person, RoleAssignment role)
    {
        if (role.OnBehalfOf?.Value != user.Id())
            user.RequireManageRole(person, role.ToGrant());
    }

    /// <exception cref="DomainException">The user may not give or take this role.</exception>
    public static void RequireManageRole(this ClaimsPrincipal user, Guid person, RoleGrant grant)
    {
        if (user.Id() == person)
            throw Forbidden("Your own roles are changed by another person.");
        if (user.HasRole(Roles.PeopleAdmin))
            return;
        if (!LocalRoles.Contains(grant.Role))
            throw Forbidden($"The role {grant.Role} is given and taken by the people administration.");
        if (!user.ScopeOf(Roles.Coordinator).Includes(grant))
            throw Forbidden(
                "You give and take roles for the sites, programs and departments that you coordinate, and no others."
            );
    }

    private static DomainException Forbidden(string message) => new(DomainError.Forbidden, message);
}
