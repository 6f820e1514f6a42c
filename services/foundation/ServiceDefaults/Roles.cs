using System.Collections.Immutable;
using Microsoft.AspNetCore.Authorization;

namespace PeerNetwork.ServiceDefaults;

/// <summary>The roles of the platform, as they are named in assignments and in tokens.</summary>
public static class Roles
{
    public const string Employee = "employee";

    /// <summary>Runs programs at given sites; at one site it is a local coordinator.</summary>
    public const string Coordinator = "coordinator";

    /// <summary>Helps the colleagues of a site to take part: reads their applications, and decides nothing.</summary>
    public const string Ambassador = "ambassador";

    public const string Sponsor = "sponsor";

    /// <summary>A seat in the oversight committee: reads dashboards and audits runs.</summary>
    public const string CommitteeMember = "committee-member";

    public const string PeopleAdmin = "people-admin";
    public const string Overseer = "overseer";
    public const string Integration = "integration";

    /// <summary>Another installation of the platform: it reads shared figures, and no people.</summary>
    public const string PartnerInstallation = "partner-installation";

    /// <summary>The roles that read dashboards.</summary>
    public static readonly string[] DashboardReaders = [Sponsor, CommitteeMember, Coordinator];

    /// <summary>What a person can be given. Machines have tokens of their own.</summary>
    public static readonly ImmutableArray<string> Assignable =
    [
        Coordinator,
        Ambassador,
        Sponsor,
        CommitteeMember,
        PeopleAdmin,
        Overseer,
    ];

    /// <summary>The roles that are for the whole company.</summary>
    public static readonly ImmutableArray<string> OfCompany = [PeopleAdmin, Overseer];

    public static readonly ImmutableArray<string> All = [Employee, .. Assignable, Integration, PartnerInstallation];

    /// <summary>Requires one of the roles. The requirements of a group and of its route must both be met.</summary>
    public static TBuilder RequireRoles<TBuilder>(this TBuilder routes, params string[] roles)
        where TBuilder : IEndpointConventionBuilder =>
        routes
            .RequireAuthorization(
                new AuthorizationPolicyBuilder()
                    .RequireAuthenticatedUser()
                    .RequireAssertion(request => roles.Any(request.User.HasRole))
                    .Build()
            )
            .WithMetadata(new RequiredRoles(roles));

    /// <summary>The roles that meet all requirements in this metadata. Every signed-in user is an employee.</summary>
    internal static IEnumerable<string> AllowedBy(IEnumerable<object> metadata)
    {
        var requirements = metadata
            .OfType<RequiredRoles>()
            .Where(requirement => !requirement.Roles.Contains(Employee))
            .ToArray();
        return requirements is []
            ? [Employee]
            : All.Where(role => requirements.All(requirement => requirement.Roles.Contains(role)));
    }

    /// <summary>The roles of one <see cref="RequireRoles"/>, for the OpenAPI document.</summary>
    private sealed record RequiredRoles(string[] Roles);
}
