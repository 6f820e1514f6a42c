using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.AccountLinks;

public static class Routes
{
    public static void MapAccountLinks(this IEndpointRouteBuilder app)
    {
        var accounts = app.MapGroup("/people/{id:guid}/accounts").WithTags("Accounts").RequireRoles(Roles.PeopleAdmin);
        accounts
            .MapGet("/", ListAccounts.Handle)
            .WithName("ListAccounts")
            .AuditRead<ListAccounts.Response>("accounts", response => [response.Person]);
        accounts
            .MapDelete("/{account:guid}", UnlinkAccount.Handle)
            .WithName("UnlinkAccount")
            .WithDescription("An account that a rule has linked. It may sign the person in for five seconds more.");
    }
}
