using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace PeerNetwork.Tools.Demo;

/// <summary>The platform answered otherwise than the demo expects.</summary>
internal sealed class DemoFailedException(string message) : Exception(message);

/// <summary>What the platform refused, as its problem details say.</summary>
internal sealed record Refused(HttpStatusCode Status, string Type, string Detail);

/// <summary>A client of the gateway, without a token.</summary>
internal sealed class GatewayClient(Uri gateway, Uri provider) : IDisposable
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    // Each attempt has a time of its own, and all together what a repeat is worth.
    private readonly HttpClient _http = new(new RetryHandler(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }))
    {
        BaseAddress = gateway,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>A session of this account, with a token of its own.</summary>
    public async Task<Session> SignIn(
        string subject,
        string[]? roles = null,
        string[]? sites = null,
        CancellationToken ct = default
    ) => new(_http, await DevelopmentTokens.For(provider, subject, roles ?? [], sites ?? [], ct, _http));

    /// <summary>A session with a token that the platform itself has issued.</summary>
    public Session WithToken(string token) => new(_http, token);

    public void Dispose() => _http.Dispose();
}

/// <summary>
/// The session of a person or of a system. Every call is one that any client of the public API could make.
/// </summary>
internal sealed class Session(HttpClient http, string token)
{
    public async Task<T> Get<T>(string path, CancellationToken ct) =>
        (await (await Expect(HttpMethod.Get, path, null, ct)).Content.ReadFromJsonAsync<T>(GatewayClient.Json, ct))!;

    /// <summary>All items of a list, page by page.</summary>
    public async Task<List<T>> All<T>(string path, CancellationToken ct)
    {
        var items = new List<T>();
        for (string? cursor = ""; cursor is not null; )
        {
            var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var page = await Get<Page<T>>(
                $"{path}{separator}limit=200{(cursor == "" ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}",
                ct
            );
            items.AddRange(page.Items);
            cursor = page.Next;
        }

        return items;
    }

    /// <summary>All items of a stream of JSON lines.</summary>
    public async Task<List<T>> Lines<T>(string path, CancellationToken ct)
    {
        using var answer = await Expect(HttpMethod.Get, path, null, ct);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(ct));
        var items = new List<T>();
        while (await lines.ReadLineAsync(ct) is { } line)
            items.Add(JsonSerializer.Deserialize<T>(line, GatewayClient.Json)!);
        return items;
    }

    public async Task<Stream> Download(string path, CancellationToken ct) =>
        await (await Expect(HttpMethod.Get, path, null, ct)).Content.ReadAsStreamAsync(ct);

    /// <param name="reason">Why the change is made, in ASCII.</param>
    public Task Post(string path, object? body, CancellationToken ct, string? reason = null) =>
        Expect(HttpMethod.Post, path, body, ct, reason);

    public async Task<T> Post<T>(string path, object? body, CancellationToken ct) =>
        (await (await Expect(HttpMethod.Post, path, body, ct)).Content.ReadFromJsonAsync<T>(GatewayClient.Json, ct))!;

    public async Task<Guid> Create(string path, object body, CancellationToken ct) =>
        (await Post<Created>(path, body, ct)).Id;

    /// <inheritdoc cref="Post(string, object?, CancellationToken, string?)"/>
    public Task Put(string path, object body, CancellationToken ct, string? reason = null) =>
        Expect(HttpMethod.Put, path, body, ct, reason);

    public Task Patch(string path, object body, CancellationToken ct) => Expect(HttpMethod.Patch, path, body, ct);

    /// <summary>Null when the platform did as told, else why not.</summary>
    public async Task<Refused?> Try(string path, object? body, CancellationToken ct)
    {
        using var answer = await Send(HttpMethod.Post, path, body, ct);
        return answer.IsSuccessStatusCode ? null : await ReasonOf(answer, ct);
    }

    public async Task<bool> Exists(string path, CancellationToken ct)
    {
        using var answer = await Send(HttpMethod.Get, path, null, ct);
        return answer.StatusCode switch
        {
            HttpStatusCode.OK => true,
            HttpStatusCode.NotFound => false,
            _ => throw await Unexpected(HttpMethod.Get, path, answer, ct),
        };
    }

    private async Task<HttpResponseMessage> Expect(
        HttpMethod method,
        string path,
        object? body,
        CancellationToken ct,
        string? reason = null
    )
    {
        var answer = await Send(method, path, body, ct, reason);
        return answer.IsSuccessStatusCode ? answer : throw await Unexpected(method, path, answer, ct);
    }

    /// <summary>Every POST carries a key, so that a repeat has no second effect.</summary>
    private async Task<HttpResponseMessage> Send(
        HttpMethod method,
        string path,
        object? body,
        CancellationToken ct,
        string? reason = null
    )
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (method == HttpMethod.Post)
            request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        if (reason is not null)
            request.Headers.Add("X-Reason", reason);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            _ => JsonContent.Create(body, body.GetType(), options: GatewayClient.Json),
        };
        return await http.SendAsync(request, ct);
    }

    private static async Task<DemoFailedException> Unexpected(
        HttpMethod method,
        string path,
        HttpResponseMessage answer,
        CancellationToken ct
    ) => new($"{method} {path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(ct)}");

    private static async Task<Refused> ReasonOf(HttpResponseMessage answer, CancellationToken ct)
    {
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(ct);
        return new(
            answer.StatusCode,
            problem.GetProperty("type").GetString()!,
            problem.GetProperty("detail").GetString()!
        );
    }

    private sealed record Created(Guid Id);

    private sealed record Page<T>(List<T> Items, string? Next);
}
