using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People.Search;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People;

public static class Routes
{
    public static void MapPeople(this IEndpointRouteBuilder app)
    {
        app.MapGet("/me", ShowMe.Handle).WithTags("People").WithName("ShowMe");
        var people = app.MapGroup("/people").WithTags("People");
        people.MapGet("/", ListPeople.Handle).WithName("ListPeople").AuditRead("people");
        people
            .MapGet("/search", SearchPeople.Handle)
            .WithName("SearchPeople")
            .WithDescription(
                "Each word of q has to be the beginning of a word of the name; for coordinators and the people "
                    + "administration also of the employee number or the mail address. Case and accents make no "
                    + "difference. The best 20 are returned."
            )
            .AuditSearch<Ok<SearchPeople.Response>>("peopleSearch", found => [.. found.Value!.Items.Select(p => p.Id)]);
        people
            .MapGet("/names", ListNames.Handle)
            .WithName("ListNames")
            .WithDescription("ids are the UUIDs of 1 to 100 people, with commas between them.")
            .AuditSearch<Ok<ListNames.Response>>("names", names => [.. names.Value!.Items.Select(p => p.Id)]);
        people
            .MapGet("/{id:guid}", ShowPerson.Handle)
            .WithName("ShowPerson")
            .AuditRead<PersonView>("person", person => [person.Id]);
        people
            .MapGet("/{id:guid}/emails", ListEmails.Handle)
            .RequireRoles(Roles.PeopleAdmin)
            .WithName("ListEmails")
            .WithDescription("With the addresses of the records that were merged into the person.")
            .AuditRead<ListEmails.Response>("emails", response => [response.Person]);
        people
            .MapPost("/{id:guid}/scheduled-changes", ScheduleChange.Handle)
            .RequireRoles(Roles.PeopleAdmin)
            .WithName("ScheduleChange");
        people
            .MapDelete("/{id:guid}/scheduled-changes/{change:guid}", CancelScheduledChange.Handle)
            .RequireRoles(Roles.PeopleAdmin)
            .WithName("CancelScheduledChange");
        people.MapPut("/{id:guid}/profile", DeclareProfile.Handle).WithName("DeclareProfile");
    }
}
