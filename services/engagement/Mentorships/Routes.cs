using PeerNetwork.Engagement.Agreements;
using PeerNetwork.Engagement.CheckIns;
using PeerNetwork.Engagement.Feedback;
using PeerNetwork.Engagement.Goals;
using PeerNetwork.Engagement.Notes;
using PeerNetwork.Engagement.Roadmaps;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Mentorships;

public static class Routes
{
    public static void MapMentorships(this IEndpointRouteBuilder app)
    {
        app.MapGet("/mentorships", ListMentorships.Handle).WithTags("Mentorships").RequireRoles(Roles.Coordinator);
        app.MapGet("/me/mentorships", ListMyMentorships.Handle).WithTags("Mentorships").RequireRoles(Roles.Employee);

        app.MapGet("/mentorships/{id:guid}/coordinator-view", CoordinatorView.Handle)
            .WithTags("Mentorships")
            .RequireRoles(Roles.Coordinator)
            .AuditRead("feedback");

        // The membership decides, not the role: every slice asks the mentorship itself.
        var mentorship = app.MapGroup("/mentorships/{id:guid}").WithTags("Mentorships").RequireRoles(Roles.Employee);
        mentorship.MapGet("", MentorshipView.Handle);
        mentorship.MapPost("/close", CloseMentorship.Handle);
        mentorship.MapPost("/leave", LeaveGroup.Handle);
        mentorship.MapPost("/check-ins", GiveCheckIn.Handle).WithTags("Check-ins");
        mentorship.MapPost("/feedback", GiveFeedback.HandleClose).WithTags("Feedback");
        mentorship.MapPost("/sessions/{session:guid}/feedback", GiveFeedback.HandleSession).WithTags("Feedback");
        mentorship.MapAgreement();
        mentorship.MapGoals();
        mentorship.MapSessions();
        mentorship.MapRoadmap();
        mentorship.MapNotes();
    }
}
