using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace PeerNetwork.Portal.SignIn;

/// <summary>Replaces the tokens of a sign-in shortly before its access token ends, if it has a refresh token.</summary>
internal sealed class TokenRefresh(
    ITicketStore tickets,
    IOptionsMonitor<OpenIdConnectOptions> options,
    TimeProvider clock
)
{
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(1);

    /// <summary>OAuth does not ask a provider to say it.</summary>
    private static readonly TimeSpan UnknownLifetime = TimeSpan.FromMinutes(5);

    // A provider may accept a refresh token only once.
    private readonly ConcurrentDictionary<string, Lazy<Task<string?>>> _running = new();

    /// <returns>An access token that is in force; null if there is none any more.</returns>
    /// <exception cref="HttpRequestException">The provider does not answer.</exception>
    public async Task<string?> GetAccessToken(string session)
    {
        if (await tickets.RetrieveAsync(session) is not { } ticket)
            return null;
        if (LifetimeOf(ticket) > Early)
            return AccessTokenOf(ticket);
        var refresh = _running.GetOrAdd(session, _ => new(() => Refresh(session)));
        try
        {
            return await refresh.Value;
        }
        finally
        {
            _running.TryRemove(new(session, refresh));
        }
    }

    private async Task<string?> Refresh(string session)
    {
        var ticket = await tickets.RetrieveAsync(session);
        if (ticket is null || LifetimeOf(ticket) > Early)
            return AccessTokenOf(ticket);
        if (ticket.Properties.GetTokenValue(OpenIdConnectParameterNames.RefreshToken) is not { } refreshToken)
            return InForce(ticket);
        try
        {
            if (await Request(refreshToken) is not { AccessToken: { } accessToken } answer)
                // Another replica may have used the refresh token.
                return InForce(await tickets.RetrieveAsync(session));
            var lifetime = int.TryParse(answer.ExpiresIn, CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(seconds)
                : UnknownLifetime;
            var ends = clock.GetUtcNow() + lifetime;
            ticket.Properties.UpdateTokenValue(OpenIdConnectParameterNames.AccessToken, accessToken);
            ticket.Properties.UpdateTokenValue(
                OpenIdConnectParameterNames.RefreshToken,
                answer.RefreshToken ?? refreshToken
            );
            ticket.Properties.UpdateTokenValue("expires_at", ends.ToString("o", CultureInfo.InvariantCulture));
            await tickets.RenewAsync(session, ticket);
            return accessToken;
        }
        catch (HttpRequestException) when (InForce(ticket) is not null)
        {
            return InForce(ticket);
        }
    }

    /// <returns>Null where the provider refuses.</returns>
    private async Task<OpenIdConnectMessage?> Request(string refreshToken)
    {
        var oidc = options.Get(OpenIdConnectDefaults.AuthenticationScheme);
        var request = new OpenIdConnectMessage
        {
            GrantType = OpenIdConnectGrantTypes.RefreshToken,
            RefreshToken = refreshToken,
            ClientId = oidc.ClientId,
            ClientSecret = oidc.ClientSecret,
        };
        try
        {
            var provider = await oidc.ConfigurationManager!.GetConfigurationAsync(CancellationToken.None);
            using var form = new FormUrlEncodedContent(request.Parameters);
            using var answer = await oidc.Backchannel.PostAsync(provider.TokenEndpoint, form);
            if ((int)answer.StatusCode is >= 400 and < 500)
                return null;
            answer.EnsureSuccessStatusCode();
            return new(await answer.Content.ReadAsStringAsync());
        }
        catch (Exception e) when (e is TaskCanceledException or InvalidOperationException)
        {
            throw new HttpRequestException("The provider does not answer.", e);
        }
    }

    private string? InForce(AuthenticationTicket? ticket) =>
        ticket is not null && LifetimeOf(ticket) > TimeSpan.Zero ? AccessTokenOf(ticket) : null;

    private TimeSpan LifetimeOf(AuthenticationTicket ticket) =>
        ticket.Properties.GetTokenValue("expires_at") is { } ends
            ? DateTimeOffset.Parse(ends, CultureInfo.InvariantCulture) - clock.GetUtcNow()
            : TimeSpan.MaxValue;

    private static string? AccessTokenOf(AuthenticationTicket? ticket) =>
        ticket?.Properties.GetTokenValue(OpenIdConnectParameterNames.AccessToken);
}
