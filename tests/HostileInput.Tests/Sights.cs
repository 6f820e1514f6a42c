using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>How much of others a stranger may reach with an operation.</summary>
internal enum Sight
{
    /// <summary>The request is refused.</summary>
    Nothing,

    /// <summary>It is answered, but nothing of the scene is in the answer.</summary>
    Own,

    /// <summary>It is answered with what any colleague may know.</summary>
    Colleagues,

    /// <summary>It is answered whole: the role is there for it.</summary>
    Everything,

    /// <summary>
    /// It is carried out, for oneself or because the role is there for it: not a case of these tests.
    /// </summary>
    Acts,
}

/// <summary>
/// What is not refused to strangers, and why that is right. Whatever is not listed has to be refused.
/// </summary>
internal static class Sights
{
    private static readonly Dictionary<(string Operation, string Role), Sight> Listed = new([
        // Lists hold what the reader may see.
        .. For("enrollment GET /applications/mine", Sight.Own),
        .. For("matching GET /matches/mine", Sight.Own),
        .. For("engagement GET /me/mentorships", Sight.Own),
        .. For("enrollment GET /applications", Sight.Own, Roles.Coordinator),
        .. For("matching GET /runs", Sight.Own, Roles.Coordinator, Roles.Sponsor, Roles.Overseer),
        .. For("matching GET /matches", Sight.Own, Roles.Coordinator),
        .. For("engagement GET /mentorships", Sight.Own, Roles.Coordinator),
        .. For("enrollment GET /people", Sight.Own, Roles.Coordinator),
        .. For("enrollment GET /programs", Sight.Own),
        // Everybody's own.
        .. For("engagement GET /me/working-hours", Sight.Own),
        .. For("engagement PUT /me/working-hours", Sight.Acts),
        // The directory of colleagues, the sites, the scoring factors.
        .. For(
            "enrollment GET /people",
            Sight.Colleagues,
            Roles.Employee,
            Roles.Sponsor,
            Roles.Overseer,
            Roles.Integration
        ),
        .. For(
            "enrollment GET /people/{id}",
            Sight.Colleagues,
            Roles.Employee,
            Roles.Sponsor,
            Roles.Overseer,
            Roles.Integration
        ),
        .. For("enrollment GET /sites", Sight.Own),
        .. For("enrollment POST /applications/approvals", Sight.Own, Roles.Coordinator),
        .. For("matching GET /scoring-factors", Sight.Own),
        // People administration is for all people, dashboards of sponsors for all sites, operations for all of a
        // service.
        .. For("enrollment GET /people", Sight.Everything, Roles.PeopleAdmin),
        .. For("enrollment GET /people/{id}", Sight.Everything, Roles.PeopleAdmin),
        .. For("enrollment PUT /people/{id}/profile", Sight.Acts, Roles.PeopleAdmin),
        .. For("enrollment POST /training/completions", Sight.Acts, Roles.PeopleAdmin),
        .. For("enrollment POST /rosters", Sight.Acts, Roles.PeopleAdmin),
        .. For("analytics GET /dashboard", Sight.Everything, Roles.Sponsor),
        .. For("analytics GET /dashboard/weeks", Sight.Everything, Roles.Sponsor),
        .. For("analytics GET /dashboard/sites", Sight.Everything, Roles.Sponsor),
        .. from service in (string[])["enrollment", "matching", "engagement", "analytics"]
        from operation in (string[])
            [
                "GET /operations/shards",
                "GET /operations/projections/versions",
                "POST /operations/personal-data-keys/rotation",
                "POST /operations/projections/{name}/rebuild",
                "POST /operations/verification",
                "GET /operations/dead-letters",
                "POST /operations/relay/replay",
            ]
        from sight in For($"{service} {operation}", Sight.Own, Roles.Overseer)
        select sight,
        .. from service in (string[])["matching", "engagement", "analytics"]
        from sight in For($"{service} POST /operations/dead-letters/{{queue}}/replay", Sight.Own, Roles.Overseer)
        select sight,
    ]);

    public static Sight Of(Operation operation, string role) =>
        Listed.GetValueOrDefault(($"{operation}", role), Sight.Nothing);

    private static IEnumerable<KeyValuePair<(string, string), Sight>> For(
        string operation,
        Sight sight,
        params string[] roles
    ) => (roles is [] ? [.. Roles.All] : roles).Select(role => KeyValuePair.Create((operation, role), sight));
}
