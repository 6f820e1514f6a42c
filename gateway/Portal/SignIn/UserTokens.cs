using Microsoft.AspNetCore.Components.Authorization;

namespace PeerNetwork.Portal.SignIn;

/// <summary>The user has signed out in another tab, or the sign-in has ended.</summary>
public sealed class SignInEndedException() : Exception("The sign-in has ended.");

/// <summary>The access token of the user of a circuit, or of the request that renders a page first.</summary>
internal sealed class UserTokens(AuthenticationStateProvider authentication, TokenRefresh refresh)
{
    /// <exception cref="SignInEndedException">There is none any more.</exception>
    public async Task<string> GetAccessToken()
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        var token = user.FindFirst(SessionTickets.SessionClaim) is { Value: var session }
            ? await refresh.GetAccessToken(session)
            : null;
        return token ?? throw new SignInEndedException();
    }
}
