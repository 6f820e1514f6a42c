using System.Security.Claims;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// The route by which a service tells all that it holds on a person. Its handler returns a
/// <see cref="PersonalDataReport"/>, and checks who asks.
/// </summary>
public static class PersonalDataRoute
{
    public const string Pattern = "/people/{id:guid}/personal-data";

    public static void ShowsPersonalData(this RouteHandlerBuilder route) =>
        route
            .WithTags("Privacy")
            .RequireRoles(Roles.Employee)
            .WithName("ShowPersonalData")
            .WithDescription(
                "All that this service holds on a person, in plain text: for the person, and for the people "
                    + "administration of the person's site. Other people appear as ids."
            )
            .AuditRead<PersonalDataReport>("personalData", report => [report.Person])
            .AddEndpointFilter(ForbidCaching);

    /// <exception cref="DomainException">The user is neither the person nor of the people administration.</exception>
    public static void RequireExport(this ClaimsPrincipal user, Guid person)
    {
        if (user.Id() != person && !user.HasRole(Roles.PeopleAdmin))
            throw new DomainException(
                DomainError.Forbidden,
                "What is held on a person is for the person and the people administration."
            );
    }

    /// <param name="site">The site of the person; null where the service does not know it.</param>
    /// <exception cref="DomainException">The user administrates the people of other sites.</exception>
    public static void RequireExport(this ClaimsPrincipal user, Guid person, string? site)
    {
        user.RequireExport(person);
        if (user.Id() != person && site is not null)
            user.ScopeOf(Roles.PeopleAdmin).Require(site);
    }

    /// <summary>The person is not known here, or is erased.</summary>
    public static DomainException NothingHeld() =>
        new(DomainError.NotFound, "No such person, or the personal data of the person was destroyed.");

    private static ValueTask<object?> ForbidCaching(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    }
}
