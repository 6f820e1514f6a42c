using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.MentorInvitations;

public static class Routes
{
    public static void MapMentorInvitations(this IEndpointRouteBuilder app)
    {
        var invitations = app.MapGroup("/mentor-invitations").WithTags("Mentor invitations");
        invitations
            .MapGet("/mine", ListMyMentorInvitations.Handle)
            .WithName("ListMyMentorInvitations")
            .WithDescription("An invitation is taken up by an application as mentor or both to its program.");
        invitations.MapPost("/", InviteMentor.Handle).RequireRoles(Roles.Coordinator).WithName("InviteMentor");
        invitations.MapPost("/{id:guid}/decline", DeclineMentorInvitation.Handle).WithName("DeclineMentorInvitation");
    }
}
