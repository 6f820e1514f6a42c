using System.Net.Http.Headers;
using System.Text.Json;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>A bearer token, asked for when it is first needed, when it has expired, and when it is refused.</summary>
internal sealed class OAuthAuthorization(HttpClient http, OAuthCredentials credentials, TimeProvider clock)
    : IAuthorization
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private string? _token;
    private DateTimeOffset _expires;
    private bool _isFresh;

    public async Task Authorize(HttpRequestMessage request, CancellationToken ct)
    {
        _isFresh = _token is null || clock.GetUtcNow() >= _expires;
        if (_isFresh)
            await Ask(ct);
        request.Headers.Authorization = new("Bearer", _token);
    }

    public bool Renew()
    {
        _token = null;
        return !_isFresh;
    }

    private async Task Ask(CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, credentials.TokenAddress)
        {
            Content = new FormUrlEncodedContent(Form()),
        };
        request.Headers.Accept.Add(new("application/json"));
        if (credentials.SecretInHeader)
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic",
                FixedAuthorization.Encode(credentials.ClientId, credentials.ClientSecret)
            );
        using var response = await SourceAnswers.Send(http, request, ct);
        if ((int)response.StatusCode is 400 or 401 or 403)
            throw new HrisException(
                $"{credentials.TokenAddress.Host} gives no token ({(int)response.StatusCode}): "
                    + "check client id, secret, refresh token and scope.",
                isTransient: false
            );
        var answer = await SourceAnswers.ReadJson(response, ct);
        _token =
            answer.Text("access_token")
            ?? throw new HrisException(
                $"{credentials.TokenAddress.Host} answers without a token: check the address.",
                isTransient: false
            );
        var lifetime = answer.Find("expires_in") is { ValueKind: JsonValueKind.Number } seconds
            ? TimeSpan.FromSeconds(Math.Clamp(seconds.GetDouble(), 0, TimeSpan.FromDays(365).TotalSeconds))
            : TimeSpan.FromHours(1);
        _expires = clock.GetUtcNow() + lifetime - (lifetime > 2 * Margin ? Margin : TimeSpan.Zero);
    }

    private Dictionary<string, string> Form()
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials" };
        if (credentials.RefreshToken is { } refreshToken)
            (form["grant_type"], form["refresh_token"]) = ("refresh_token", refreshToken);
        if (credentials.Scope is { } scope)
            form["scope"] = scope;
        if (!credentials.SecretInHeader)
            (form["client_id"], form["client_secret"]) = (credentials.ClientId, credentials.ClientSecret);
        return form;
    }
}
