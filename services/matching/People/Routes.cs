using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.People;

public static class Routes
{
    public static void MapPeople(this IEndpointRouteBuilder app)
    {
        var participations = app.MapGroup("/participations").RequireRoles(Roles.Employee);
        participations.MapGet("/mine", ListMyParticipations.Handle);
        participations.MapPost("/{id:guid}/pause", PauseParticipation.Handle);
        participations.MapPost("/{id:guid}/resume", ResumeParticipation.Handle);
        participations.MapPost("/{id:guid}/ask-again", AskForAnotherMentor.Handle);
        app.MapGet("/programs/{program:guid}/wait", ShowExpectedWait.Handle).RequireRoles(Roles.Employee);
        app.MapGet("/programs/{program:guid}/pool", ReadPool.Handle).RequireRoles(Roles.Coordinator);
    }
}
