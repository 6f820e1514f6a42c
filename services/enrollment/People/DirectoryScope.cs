using System.Security.Claims;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People;

/// <summary>
/// Which people a user sees in lists, and how much of them: a coordinator the people of the own sites and the people
/// administration all people, in full; others the short form of all.
/// </summary>
/// <param name="Sites">Codes of sites, or <c>*</c> for all.</param>
/// <param name="InFull">Whether employee numbers and mail addresses are shown, and searched.</param>
public sealed record DirectoryScope(string[] Sites, bool InFull)
{
    public static DirectoryScope Of(ClaimsPrincipal user) =>
        user.HasRole(Roles.PeopleAdmin) ? new([RoleGrant.EverySite], InFull: true)
        : user.HasRole(Roles.Coordinator) ? new(user.ScopeOf(Roles.Coordinator).Sites, InFull: true)
        : new([RoleGrant.EverySite], InFull: false);

    public bool Covers(string site) => Sites.Contains(RoleGrant.EverySite) || Sites.Contains(site);

    public PersonView View(Person person) => InFull ? PersonView.Full(person) : PersonView.ForColleagues(person);
}
