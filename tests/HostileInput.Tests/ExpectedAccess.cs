using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>How much data of others a person without access to it gets from an operation.</summary>
internal enum Access
{
    /// <summary>The request is rejected.</summary>
    Denied,

    /// <summary>The request succeeds, but the response contains none of the test data.</summary>
    OwnData,

    /// <summary>The response contains what every colleague may know.</summary>
    ColleagueDirectory,

    /// <summary>The response contains all data, because the role has access to it.</summary>
    AllData,

    /// <summary>
    /// The request takes effect, for the caller or because of the role. It is not part of these tests.
    /// </summary>
    NotTested,
}

/// <summary>
/// The requests that are not rejected for a person without access, with the reason. All others must be rejected.
/// </summary>
internal static class ExpectedAccess
{
    private static readonly string[] Colleagues =
    [
        Roles.Employee,
        Roles.Ambassador,
        Roles.Sponsor,
        Roles.CommitteeMember,
        Roles.Overseer,
        Roles.Integration,
        Roles.PartnerInstallation,
    ];

    private static readonly Dictionary<(string Operation, string Role), Access> Exceptions = new([
        // Lists contain only data that the caller may read.
        .. For("enrollment GET /applications/mine", Access.OwnData),
        .. For("enrollment GET /mentor-invitations/mine", Access.OwnData),
        .. For("enrollment GET /notices/mine", Access.OwnData),
        .. For("enrollment GET /notices/mine/unread", Access.OwnData),
        .. For("enrollment POST /notices/mine/read", Access.NotTested),
        .. For("enrollment GET /notices/preferences", Access.OwnData),
        .. For("enrollment PUT /notices/preferences", Access.NotTested),
        .. For("enrollment GET /operations/mails", Access.OwnData, Roles.Overseer),
        .. For("matching GET /matches/mine", Access.OwnData),
        .. For("matching GET /participations/mine", Access.OwnData),
        .. For("matching GET /coffee/mine", Access.OwnData),
        .. For("matching GET /flash-slots", Access.OwnData),
        .. For("matching GET /me/flash-slots", Access.OwnData),
        .. For("matching GET /connections/requests", Access.OwnData),
        .. For("matching GET /connections/preferences", Access.OwnData),
        .. For("matching PUT /connections/preferences", Access.NotTested),
        .. For("matching POST /connections/blocks", Access.NotTested),
        .. For("matching DELETE /connections/blocks/{person}", Access.NotTested),
        // People choose to be found by all colleagues, who may ask them.
        .. For("matching GET /connections/directory", Access.ColleagueDirectory),
        .. For("matching POST /connections/requests", Access.NotTested),
        .. For("engagement GET /me/mentorships", Access.OwnData),
        .. For("enrollment GET /applications", Access.OwnData, Roles.Coordinator, Roles.Ambassador),
        .. For(
            "matching GET /runs",
            Access.OwnData,
            Roles.Coordinator,
            Roles.Sponsor,
            Roles.CommitteeMember,
            Roles.Overseer
        ),
        .. For("matching GET /matches", Access.OwnData, Roles.Coordinator),
        .. For("engagement GET /mentorships", Access.OwnData, Roles.Coordinator),
        .. For("enrollment GET /people", Access.OwnData, Roles.Coordinator),
        .. For("enrollment GET /programs", Access.OwnData),
        .. For("enrollment GET /programs/coordinated", Access.OwnData, Roles.Coordinator),
        .. For("enrollment GET /programs/templates", Access.OwnData, Roles.Coordinator),
        .. For("enrollment GET /skill-map", Access.OwnData, Roles.Coordinator),
        .. For("enrollment GET /skill-map/people", Access.OwnData, Roles.Coordinator),
        // The caller's own data; an application and a membership of the caller, which a rule may reject.
        .. For("enrollment POST /applications", Access.NotTested),
        .. For("matching POST /programs/{program}/coffee/join", Access.NotTested),
        .. For("enrollment GET /me", Access.OwnData),
        .. For("enrollment GET /me/consents", Access.OwnData),
        .. For("enrollment PUT /me/consents/{kind}", Access.NotTested),
        .. For("engagement GET /me/working-hours", Access.OwnData),
        .. For("engagement PUT /me/working-hours", Access.NotTested),
        // The directory of colleagues, the sites, the scoring factors.
        .. For("enrollment GET /people", Access.ColleagueDirectory, Colleagues),
        .. For("enrollment GET /people/search", Access.OwnData, Roles.Coordinator),
        .. For("enrollment GET /people/search", Access.AllData, Roles.PeopleAdmin),
        .. For("enrollment GET /people/search", Access.ColleagueDirectory, Colleagues),
        .. For("enrollment GET /people/names", Access.OwnData, Roles.Coordinator),
        .. For("enrollment GET /people/names", Access.AllData, Roles.PeopleAdmin),
        .. For("enrollment GET /people/names", Access.ColleagueDirectory, Colleagues),
        .. For("enrollment GET /people/{id}", Access.ColleagueDirectory, Colleagues),
        .. For("enrollment GET /sites", Access.OwnData),
        .. For("enrollment POST /applications/approvals", Access.OwnData, Roles.Coordinator),
        .. For("enrollment POST /applications/rejections", Access.OwnData, Roles.Coordinator),
        .. For("matching GET /scoring-factors", Access.OwnData),
        .. For("matching GET /programs/{program}/wait", Access.OwnData),
        // People admins have access to all people, people admins and overseers to the roles of all, overseers to the
        // operations.
        .. For("enrollment GET /roles", Access.AllData, Roles.PeopleAdmin, Roles.Overseer),
        .. For("enrollment GET /people/{id}/roles", Access.AllData, Roles.PeopleAdmin, Roles.Overseer),
        .. For("enrollment GET /role-rules", Access.OwnData, Roles.PeopleAdmin),
        .. For("enrollment POST /role-rules", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment DELETE /role-rules/{id}", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment POST /people/{id}/roles", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment PUT /people/{id}/roles/{assignment}/term", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment POST /people/{id}/roles/{assignment}/rotate", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment POST /people/{id}/roles/{assignment}/revoke", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment GET /people/{id}/delegations", Access.AllData, Roles.PeopleAdmin, Roles.Overseer),
        .. For("enrollment GET /partners", Access.OwnData, Roles.PeopleAdmin),
        .. For("enrollment POST /partners", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment GET /partners/{id}", Access.AllData, Roles.PeopleAdmin),
        .. For("enrollment PUT /partners/{id}/terms", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment POST /partners/{id}/end", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment GET /guests", Access.OwnData, Roles.PeopleAdmin),
        .. For("enrollment POST /guests", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment PUT /people/{id}/guest/sponsor", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment PUT /people/{id}/guest/term", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment POST /people/{id}/guest/end", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment PUT /guest-agreement", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment GET /guest-agreement", Access.OwnData),
        .. For("enrollment GET /people", Access.AllData, Roles.PeopleAdmin),
        .. For("enrollment GET /people/{id}", Access.AllData, Roles.PeopleAdmin),
        .. For("enrollment GET /people/{id}/emails", Access.AllData, Roles.PeopleAdmin),
        .. For("enrollment PUT /people/{id}/profile", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment POST /people/{id}/scheduled-changes", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment DELETE /people/{id}/scheduled-changes/{change}", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment POST /people/{id}/erasure", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment GET /erasure-receipt-keys", Access.OwnData, Roles.PeopleAdmin),
        .. For("enrollment PUT /people/{id}/legal-hold", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment DELETE /people/{id}/legal-hold", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment GET /retention-rules/{kind}", Access.OwnData, Roles.PeopleAdmin),
        .. For("enrollment PUT /retention-rules/{kind}", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment DELETE /retention-rules/{kind}", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment GET /consent-kinds", Access.OwnData, Roles.PeopleAdmin),
        .. For("enrollment GET /consent-kinds/{kind}", Access.OwnData, Roles.PeopleAdmin),
        .. For("enrollment PUT /consent-kinds/{kind}", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment DELETE /consent-kinds/{kind}", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment GET /people/duplicates", Access.AllData, Roles.PeopleAdmin),
        .. For("enrollment POST /people/duplicates/dismiss", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment GET /people/{id}/merges", Access.AllData, Roles.PeopleAdmin),
        .. For("enrollment GET /people/{id}/merges/preview", Access.AllData, Roles.PeopleAdmin),
        .. For("enrollment POST /people/{id}/merges", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment POST /people/{id}/merges/{merge}/undo", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment GET /people/{id}/accounts", Access.OwnData, Roles.PeopleAdmin),
        .. For("enrollment DELETE /people/{id}/accounts/{account}", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment GET /people/{id}/consents", Access.OwnData, Roles.PeopleAdmin),
        .. For("enrollment GET /retention/preview", Access.OwnData, Roles.PeopleAdmin),
        .. For("enrollment GET /retention/preview/{kind}", Access.OwnData, Roles.PeopleAdmin),
        .. For("enrollment GET /retention/runs/{day}", Access.OwnData, Roles.PeopleAdmin),
        .. For("enrollment POST /training/completions", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment POST /rosters", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment GET /syncs", Access.OwnData, Roles.PeopleAdmin),
        .. For("enrollment POST /syncs", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment GET /syncs/{id}", Access.OwnData, Roles.PeopleAdmin),
        .. For("enrollment GET /syncs/{id}/changes", Access.OwnData, Roles.PeopleAdmin),
        .. For("enrollment POST /syncs/{id}/approve", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment POST /syncs/{id}/reject", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment POST /syncs/{id}/cancel", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment GET /integrations", Access.OwnData, Roles.PeopleAdmin),
        .. For("enrollment POST /integrations", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment GET /integrations/{id}", Access.OwnData, Roles.PeopleAdmin),
        .. For("enrollment POST /integrations/{id}/tokens", Access.NotTested, Roles.PeopleAdmin),
        .. For("enrollment DELETE /integrations/{id}/tokens/{token}", Access.NotTested, Roles.PeopleAdmin),
        // Without partners there is nothing to share.
        .. For("analytics GET /dashboard/installations", Access.OwnData, Roles.Sponsor),
        .. For("analytics GET /partners", Access.OwnData, Roles.Sponsor, Roles.Overseer),
        .. For("analytics GET /shared-figures", Access.OwnData, Roles.PartnerInstallation),
        .. from service in (string[])["enrollment", "matching", "engagement", "analytics"]
        from operation in (string[])
            [
                "GET /operations/shards",
                "GET /operations/projections/versions",
                "POST /operations/personal-data-keys/rotation",
                "POST /operations/projections/{name}/rebuild",
                "POST /operations/verification",
                "POST /operations/audit-verification",
                "GET /operations/dead-letters",
                "POST /operations/relay/replay",
            ]
        from access in For($"{service} {operation}", Access.OwnData, Roles.Overseer)
        select access,
        .. from service in (string[])["enrollment", "matching", "engagement", "analytics"]
        from access in For($"{service} POST /operations/dead-letters/{{queue}}/replay", Access.OwnData, Roles.Overseer)
        select access,
    ]);

    /// <summary>
    /// Where a role at all sites for another department gets another answer than one at another site: lists of people
    /// and of what is about them are open and contain none of the test data.
    /// </summary>
    private static readonly Dictionary<(string Operation, string Role), Access> DepartmentExceptions = new([
        .. from operation in (string[])
            [
                "GET /programs/{program}/pool",
                "GET /programs/{program}/schedule",
                "POST /runs/{id}/variants/{variant}/preview",
                "GET /runs/{id}/proposals",
                "GET /runs/{id}/unmatched",
                "GET /runs/{id}/variants/{variant}/proposals",
                "GET /runs/{id}/variants/{variant}/proposals.ndjson",
                "GET /runs/{id}/variants/{variant}/unmatched",
                "GET /runs/{id}/variants/{variant}/unmatched.ndjson",
            ]
        from access in For($"matching {operation}", Access.OwnData, Roles.Coordinator)
        select access,
        .. For("analytics GET /dashboard/installations", Access.Denied, Roles.Sponsor),
        // Colleagues at the site book, whatever their department.
        .. For("matching POST /flash-slots/{id}/book", Access.NotTested),
    ]);

    /// <summary>Of a role at all sites for another department than that of the test data.</summary>
    public static Access OfDepartment(Operation operation, string role) =>
        DepartmentExceptions.TryGetValue(($"{operation}", role), out var access) ? access : Of(operation, role);

    public static Access Of(Operation operation, string role) =>
        Exceptions.GetValueOrDefault(($"{operation}", role), Access.Denied);

    private static IEnumerable<KeyValuePair<(string, string), Access>> For(
        string operation,
        Access access,
        params string[] roles
    ) => (roles is [] ? [.. Roles.All] : roles).Select(role => KeyValuePair.Create((operation, role), access));
}
