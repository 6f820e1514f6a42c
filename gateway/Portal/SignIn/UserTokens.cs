using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;

namespace PeerNetwork.Portal.SignIn;

/// <summary>The user has signed out in another tab, or the sign-in has ended.</summary>
public sealed class SignInEndedException() : Exception("The sign-in has ended.");

/// <summary>The access token of the user of a circuit, or of the request that renders a page first.</summary>
internal sealed class UserTokens(AuthenticationStateProvider authentication, ITicketStore tickets)
{
    /// <exception cref="SignInEndedException">There is none any more.</exception>
    public async Task<string> GetAccessToken()
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        var ticket = user.FindFirst(SessionTickets.SessionClaim) is { Value: var session }
            ? await tickets.RetrieveAsync(session)
            : null;
        return ticket?.Properties.GetTokenValue("access_token") ?? throw new SignInEndedException();
    }
}
