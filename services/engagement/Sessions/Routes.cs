namespace PeerNetwork.Engagement.Sessions;

public static class Routes
{
    public static void MapSessions(this RouteGroupBuilder mentorship)
    {
        mentorship.MapGet("/availability", FindAvailability.Handle).WithTags("Sessions");
        var sessions = mentorship.MapGroup("/sessions").WithTags("Sessions");
        sessions.MapPost("", PlanSessions.Handle);
        sessions.MapPost("/{session:guid}/reschedule", RescheduleSession.Handle);
        sessions.MapPost("/{session:guid}/cancel", CancelSession.Handle);
        sessions.MapPost("/{session:guid}/attendance", RecordAttendance.Handle);
        sessions
            .MapGet("/{session:guid}/invitation.ics", Invitation.Handle)
            .Produces<Stream>(StatusCodes.Status200OK, "text/calendar");
    }
}
