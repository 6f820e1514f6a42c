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

    /// <summary>Lets in who has any of the roles. A group's and its route's demands both have to be met.</summary>
    public static TBuilder RequireRoles<TBuilder>(this TBuilder routes, params string[] roles) where TBuilder : IEndpointConventionBuilder =>
        routes.RequireAuthorization(new AuthorizationPolicyBuilder()
            .RequireAuthenticatedUser()
            .RequireAssertion(request => roles.Any(request.User.HasRole))
            .Build());
}
