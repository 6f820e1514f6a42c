namespace PeerNetwork.Tools;

/// <summary>Tokens from the gateway's Development sign-in.</summary>
internal static class DevelopmentTokens
{
    private static readonly HttpClient Http = new();

    /// <exception cref="HttpRequestException">The gateway does not answer or refuses; the message has its
    /// reason.</exception>
    public static async Task<string> For(
        Uri gateway,
        Guid person,
        string[] roles,
        string[] sites,
        CancellationToken ct,
        HttpClient? http = null
    )
    {
        using var answer = await (http ?? Http).PostAsJsonAsync(
            new Uri(gateway, "dev/sign-in"),
            new
            {
                person,
                roles,
                sites,
            },
            ct
        );
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException(
                $"The gateway gives no token: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(ct)}"
            );
        return (await answer.Content.ReadFromJsonAsync<Answer>(ct))!.Token;
    }

    private sealed record Answer(string Token);
}
