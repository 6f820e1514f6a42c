using System.Text.Json.Serialization;

namespace PeerNetwork.Tools;

/// <summary>Tokens from the Development provider, by client credentials.</summary>
internal static class DevelopmentTokens
{
    private static readonly HttpClient Http = new();

    /// <exception cref="HttpRequestException">The provider does not answer or refuses; the message has its
    /// reason.</exception>
    public static async Task<string> For(
        Uri provider,
        string subject,
        string[] roles,
        string[] sites,
        CancellationToken ct,
        HttpClient? http = null
    )
    {
        using var form = new FormUrlEncodedContent([
            new("grant_type", "client_credentials"),
            new("client_id", "peernetwork-tools"),
            new("subject", subject),
            .. roles.Select(role => KeyValuePair.Create("roles", role)),
            .. sites.Select(site => KeyValuePair.Create("sites", site)),
        ]);
        using var answer = await (http ?? Http).PostAsync(new Uri(provider, "connect/token"), form, ct);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException(
                $"The provider gives no token: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(ct)}"
            );
        return (await answer.Content.ReadFromJsonAsync<Answer>(ct))!.Token;
    }

    private sealed record Answer([property: JsonPropertyName("access_token")] string Token);
}
