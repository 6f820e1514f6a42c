using System.Collections.Immutable;
using Microsoft.AspNetCore.Authorization;

namespace PeerNetwork.ServiceDefaults;

/// <summary>What a person may be in the platform, as tokens name it.</summary>
public static class Roles
{
    public const string Employee = "employee";
    public const string Coordinator = "coordinator";
    public const string Sponsor = "sponsor";
    public const string PeopleAdmin = "people-admin";
    public const string Overseer = "overseer";
    public const string Integration = "integration";

    public static readonly ImmutableArray<string> All =
    [
        Employee,
        Coordinator,
        Sponsor,
        PeopleAdmin,
        Overseer,
        Integration,
    ];

    /// <summary>Lets in who has any of the roles. A group's and its route's demands both have to be met.</summary>
    public static TBuilder RequireRoles<TBuilder>(this TBuilder routes, params string[] roles)
        where TBuilder : IEndpointConventionBuilder =>
        routes
            .RequireAuthorization(
                new AuthorizationPolicyBuilder()
                    .RequireAuthenticatedUser()
                    .RequireAssertion(request => roles.Any(request.User.HasRole))
                    .Build()
            )
            .WithMetadata(new Demand(roles));

    /// <summary>
    /// The roles that let a person in where all demands among this metadata hold; everybody who is signed in is an
    /// employee.
    /// </summary>
    internal static IEnumerable<string> LetInBy(IEnumerable<object> metadata)
    {
        var demands = metadata.OfType<Demand>().Where(demand => !demand.Roles.Contains(Employee)).ToArray();
        return demands is [] ? [Employee] : All.Where(role => demands.All(demand => demand.Roles.Contains(role)));
    }

    /// <summary>What <see cref="RequireRoles"/> demands, for the OpenAPI document to tell.</summary>
    private sealed record Demand(string[] Roles);
}
