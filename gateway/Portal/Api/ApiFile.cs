using Microsoft.AspNetCore.Components.Authorization;
using PeerNetwork.Portal.SignIn;

namespace PeerNetwork.Portal.Api;

/// <summary>A file that a browser loads. It has no token, so the portal gets the file's data from the API.</summary>
internal static class ApiFile
{
    public static async Task<IResult> Load(HttpContext context, Func<Task<IResult>> load)
    {
        // Blazor does so before it renders a page.
        var authentication = context.RequestServices.GetRequiredService<AuthenticationStateProvider>();
        ((IHostEnvironmentAuthenticationStateProvider)authentication).SetAuthenticationState(
            Task.FromResult(new AuthenticationState(context.User))
        );
        try
        {
            return await load();
        }
        catch (SignInEndedException)
        {
            return TypedResults.Challenge();
        }
        catch (ApiException e)
        {
            return TypedResults.StatusCode(e.StatusCode);
        }
        catch (Exception e) when (ApiFailures.Of(e) is ApiFailure.Unavailable)
        {
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}
