using System.Security.Claims;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People;

/// <summary>
/// Which people a user sees in lists, and how much of them: a coordinator the people of the own sites and the people
/// administration all people, in full; others the short form of all. Guests, alumni and partners see no list.
/// </summary>
/// <param name="Sites">Codes of sites, or <c>*</c> for all.</param>
/// <param name="InFull">Whether employee numbers and mail addresses are shown, and searched.</param>
public sealed record DirectoryScope(string[] Sites, bool InFull)
{
    /// <exception cref="DomainException">The user is a guest, an alumnus or of a partner organisation.</exception>
    public static DirectoryScope Of(ClaimsPrincipal user) =>
        user.IsExternal()
            ? throw new DomainException(DomainError.Forbidden, "The directory is for the people of the company.")
        : user.HasRole(Roles.PeopleAdmin) ? new([RoleGrant.EverySite], InFull: true)
        : user.HasRole(Roles.Coordinator) ? new(user.ScopeOf(Roles.Coordinator).Sites, InFull: true)
        : new([RoleGrant.EverySite], InFull: false);

    public bool Covers(string site) => Sites.Contains(RoleGrant.EverySite) || Sites.Contains(site);

    public PersonView View(Person person) => InFull ? PersonView.Full(person) : PersonView.ForColleagues(person);
}
