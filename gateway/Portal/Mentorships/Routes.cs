using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Engagement;

namespace PeerNetwork.Portal.Mentorships;

internal static class Routes
{
    public static void MapMentorships(this IEndpointRouteBuilder app) =>
        app.MapGet("/mentoring/{id:guid}/sessions/{session:guid}/invitation.ics", Invitation);

    private static Task<IResult> Invitation(
        Guid id,
        Guid session,
        HttpContext context,
        EngagementClient engagement,
        CancellationToken ct
    ) =>
        ApiFile.Load(
            context,
            async () =>
            {
                var invitation = await engagement.InvitationAsync(id, session, ct);
                context.Response.RegisterForDispose(invitation);
                return TypedResults.Stream(invitation.Stream, "text/calendar", "invitation.ics");
            }
        );
}
