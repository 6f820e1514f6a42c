using System.Collections.Immutable;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.IdentityProvider;

/// <summary>An account of the demo company that the sign-in page offers.</summary>
/// <param name="Description">Who it is, and what can be seen with it.</param>
/// <param name="Site">The site in scope, * for all; empty for the role of an employee.</param>
internal sealed record Persona(string Title, string Description, string Subject, string Role, string Site)
{
    public static readonly ImmutableArray<Persona> All =
    [
        new("Mentee", "Lydia Mosciski, HR partner in Chicago: looks for a mentor.", "100643", Roles.Employee, ""),
        new(
            "Mentor",
            "Cheyanne Hackett, director of operations in Chicago: has 25 years of experience to share.",
            "100190",
            Roles.Employee,
            ""
        ),
        new("Coordinator of Berlin", "Runs the programs of one site.", "coordinator-berlin", Roles.Coordinator, "BER"),
        new(
            "Coordinator of all sites",
            "Runs the programs of the whole company.",
            "coordinator",
            Roles.Coordinator,
            "*"
        ),
        new("Sponsor", "Reads what the programs achieve.", "sponsor", Roles.Sponsor, "*"),
        new("Human resources", "Administers people, imports and roles.", "human-resources", Roles.PeopleAdmin, "*"),
        new("Overseer", "Checks fairness, and searches the audit trail.", "overseer", Roles.Overseer, "*"),
    ];
}
