using System.Security.Claims;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People;

/// <summary>
/// Which people a user sees in lists, and how much of them: a coordinator the people of the own sites and departments
/// and the people administration all people, in full; others the short form of all. Guests, alumni and partners see no
/// list.
/// </summary>
/// <param name="InFull">Whether employee numbers and mail addresses are shown, and searched.</param>
public sealed record DirectoryScope(AccessScope Rights, bool InFull)
{
    private static readonly AccessScope Everyone = new([new(Roles.Employee, [RoleGrant.EverySite], [], [])]);

    /// <exception cref="DomainException">The user is a guest, an alumnus or of a partner organisation.</exception>
    public static DirectoryScope Of(ClaimsPrincipal user) =>
        user.IsExternal()
            ? throw new DomainException(DomainError.Forbidden, "The directory is for the people of the company.")
        : user.HasRole(Roles.PeopleAdmin) ? new(Everyone, InFull: true)
        : user.HasRole(Roles.Coordinator) ? new(user.ScopeOf(Roles.Coordinator), InFull: true)
        : new(Everyone, InFull: false);

    public PersonView View(Person person) => InFull ? PersonView.Full(person) : PersonView.ForColleagues(person);
}
