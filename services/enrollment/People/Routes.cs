using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People;

public static class Routes
{
    public static void MapPeople(this IEndpointRouteBuilder app)
    {
        var people = app.MapGroup("/people").WithTags("People");
        people.MapGet("/", ListPeople.Handle).WithName("ListPeople").AuditRead("people");
        people
            .MapGet("/{id:guid}", ShowPerson.Handle)
            .WithName("ShowPerson")
            .AuditRead<PersonView>("person", person => [person.Id]);
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
