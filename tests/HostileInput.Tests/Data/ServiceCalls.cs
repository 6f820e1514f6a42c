using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PeerNetwork.Testing;

namespace PeerNetwork.HostileInput.Tests.Data;

/// <summary>Requests that create test data, with a token of all roles.</summary>
internal static class ServiceCalls
{
    public static Task<JsonNode?> Get(this ServiceUnderTest service, Guid by, string path) =>
        service.Send(by, new(HttpMethod.Get, path));

    public static Task<JsonNode?> Post(this ServiceUnderTest service, Guid by, string path, object? body = null) =>
        service.Send(
            by,
            new(HttpMethod.Post, path)
            {
                Content = body as HttpContent ?? (body is null ? null : JsonContent.Create(body)),
            }
        );

    public static Task<JsonNode?> Put(this ServiceUnderTest service, Guid by, string path, object body) =>
        service.Send(by, new(HttpMethod.Put, path) { Content = JsonContent.Create(body) });

    /// <summary>The id of the created resource.</summary>
    public static async Task<string> PostAndGetId(this ServiceUnderTest service, Guid by, string path, object body) =>
        (await service.Post(by, path, body))!["id"]!.GetValue<string>();

    /// <summary>Waits until the response meets the condition.</summary>
    public static Task WaitUntil(this ServiceUnderTest service, Guid by, string path, Func<JsonNode, bool> condition) =>
        Eventually.Holds(async () => condition((await service.Get(by, path))!), $"{service.Name} to show {path}");

    private static async Task<JsonNode?> Send(this ServiceUnderTest service, Guid by, HttpRequestMessage request)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TestData.CreateToken(by));
        using var response = await service.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue($"{request.Method} {request.RequestUri}: {text}");
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }
}
