using System.Collections.Immutable;
using Microsoft.AspNetCore.Components.Routing;
using MudBlazor;

namespace PeerNetwork.Portal.Shell;

/// <summary>A place to go. There are at most seven; the first four fit on a phone.</summary>
/// <param name="Name">The key of its words.</param>
public sealed record NavigationEntry(string Name, string Href, string Icon, NavLinkMatch Match = NavLinkMatch.Prefix)
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

    public static readonly ImmutableArray<NavigationEntry> All = [Home, Mentoring, Programs];
}
