using System.Collections.Immutable;
using Microsoft.AspNetCore.Components.Routing;
using MudBlazor;

namespace PeerNetwork.Portal.Shell;

/// <summary>A place to go. There are at most ten; the first five fit on a phone.</summary>
/// <param name="Name">The key of its words.</param>
/// <param name="Roles">The roles that the API asks for; null where it asks for none.</param>
public sealed record NavigationEntry(
    string Name,
    string Href,
    string Icon,
    NavLinkMatch Match = NavLinkMatch.Prefix,
    string[]? Roles = null
)
{
    private static readonly NavigationEntry Home = new(
        "Home.Entry",
        "/",
        Icons.Material.Outlined.Home,
        NavLinkMatch.All
    );

    private static readonly NavigationEntry Programs = new(
        "Programs.Entry",
        "/programs",
        Icons.Material.Outlined.Explore
    );

    private static readonly NavigationEntry Mentoring = new(
        "Mentorship.Entry",
        "/mentoring",
        Icons.Material.Outlined.Handshake
    );

    private static readonly NavigationEntry Coordination = new(
        "Coordination.Entry",
        "/coordination",
        Icons.Material.Outlined.Hub,
        Roles: [ServiceDefaults.Roles.Coordinator]
    );

    private static readonly NavigationEntry Insights = new(
        "Insights.Entry",
        "/insights",
        Icons.Material.Outlined.Insights,
        Roles: ServiceDefaults.Roles.DashboardReaders
    );

    private static readonly NavigationEntry Administration = new(
        "Administration.Entry",
        "/administration",
        Icons.Material.Outlined.ManageAccounts,
        Roles: [ServiceDefaults.Roles.PeopleAdmin]
    );

    private static readonly NavigationEntry Oversight = new(
        "Oversight.Entry",
        "/oversight",
        Icons.Material.Outlined.Policy,
        Roles: [ServiceDefaults.Roles.Overseer]
    );

    private static readonly NavigationEntry Flash = new("Flash.Entry", "/flash-sessions", Icons.Material.Outlined.Bolt);

    private static readonly NavigationEntry Coffee = new("Coffee.Entry", "/coffee", Icons.Material.Outlined.Coffee);

    private static readonly NavigationEntry Connections = new(
        "Connections.Entry",
        "/connections",
        Icons.Material.Outlined.Diversity3
    );

    /// <summary>Flash sessions and coffee rounds come last: the page of programs leads there too. So do connections,
    /// which need no program.</summary>
    private static readonly ImmutableArray<NavigationEntry> All =
    [
        Home,
        Mentoring,
        Programs,
        Coordination,
        Insights,
        Administration,
        Oversight,
        Flash,
        Coffee,
        Connections,
    ];

    /// <summary>The entries for a user with these roles, as the API names them.</summary>
    public static IEnumerable<NavigationEntry> For(IReadOnlyList<string> roles) =>
        All.Where(entry => entry.Roles is null || entry.Roles.Intersect(roles).Any());
}
