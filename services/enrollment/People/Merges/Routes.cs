using PeerNetwork.Enrollment.People.Duplicates;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People.Merges;

public static class Routes
{
    public static void MapMerges(this IEndpointRouteBuilder app)
    {
        var duplicates = app.MapGroup("/people/duplicates").WithTags("Merges").RequireRoles(Roles.PeopleAdmin);
        duplicates
            .MapGet("/", ListDuplicates.Handle)
            .WithName("ListDuplicates")
            .WithDescription(
                "Pairs with the same mail address, with the same name and the same hire date or site, or with the same "
                    + "name where one was hired within a year of the leaving of the other. What more than ten people "
                    + "share is no reason."
            )
            .AuditRead("duplicates");
        duplicates.MapPost("/dismiss", DismissDuplicate.Handle).WithName("DismissDuplicate");
        var merges = app.MapGroup("/people/{id:guid}/merges").WithTags("Merges").RequireRoles(Roles.PeopleAdmin);
        merges.MapGet("/", ListMerges.Handle).WithName("ListMerges");
        merges
            .MapGet("/preview", PreviewMerge.Handle)
            .WithName("PreviewMerge")
            .ProducesProblem(StatusCodes.Status409Conflict)
            .AuditRead<PreviewMerge.Response>("merge", shown => [shown.Person.Id, shown.Duplicate.Id]);
        merges
            .MapPost("/", MergeDuplicate.Handle)
            .WithName("MergeDuplicate")
            .WithDescription(
                "The person of the address goes on. Profile, completed training, consents and accounts of the "
                    + "duplicate are kept where the person has none, and those who report to the duplicate report to "
                    + "the person."
            );
        merges
            .MapPost("/{merge:guid}/undo", UndoMerge.Handle)
            .WithName("UndoMerge")
            .WithDescription("The last merge of a person can be undone, until the person is erased.");
    }
}
