using Microsoft.AspNetCore.Components.Authorization;
using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.SignIn;

namespace PeerNetwork.Portal.Mentorships;

/// <summary>What a browser loads as a file. It has no token, so that the portal gets it from the API.</summary>
internal static class Routes
{
    public static void MapMentorships(this IEndpointRouteBuilder app) =>
        app.MapGet("/mentoring/{id:guid}/sessions/{session:guid}/invitation.ics", Invitation);

    private static async Task<IResult> Invitation(
        Guid id,
        Guid session,
        HttpContext context,
        AuthenticationStateProvider authentication,
        EngagementClient engagement,
        CancellationToken ct
    )
    {
        // Blazor does so before it renders a page.
        ((IHostEnvironmentAuthenticationStateProvider)authentication).SetAuthenticationState(
            Task.FromResult(new AuthenticationState(context.User))
        );
        try
        {
            var invitation = await engagement.InvitationAsync(id, session, ct);
            context.Response.RegisterForDispose(invitation);
            return TypedResults.Stream(invitation.Stream, "text/calendar", "invitation.ics");
        }
        catch (SignInEndedException)
        {
            return TypedResults.Challenge();
        }
        catch (ApiException e)
        {
            return TypedResults.StatusCode(e.StatusCode);
        }
    }
}
