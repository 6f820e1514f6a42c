using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PeerNetwork.Testing;

namespace PeerNetwork.HostileInput.Tests.Scenes;

/// <summary>Requests that set a scene, by somebody who may do everything.</summary>
internal static class Calls
{
    public static Task<JsonNode?> Get(this Service service, Guid by, string path) =>
        service.Send(by, new(HttpMethod.Get, path));

    public static Task<JsonNode?> Post(this Service service, Guid by, string path, object? body = null) =>
        service.Send(
            by,
            new(HttpMethod.Post, path)
            {
                Content = body as HttpContent ?? (body is null ? null : JsonContent.Create(body)),
            }
        );

    /// <summary>The id of what the post made.</summary>
    public static async Task<string> Made(this Service service, Guid by, string path, object body) =>
        (await service.Post(by, path, body))!["id"]!.GetValue<string>();

    /// <summary>Waits until the answer is as it should be.</summary>
    public static Task Shows(this Service service, Guid by, string path, Func<JsonNode, bool> condition) =>
        Eventually.Holds(async () => condition((await service.Get(by, path))!), $"{service.Name} to show {path}");

    private static async Task<JsonNode?> Send(this Service service, Guid by, HttpRequestMessage request)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Scene.TokenOf(by));
        using var answer = await service.Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{request.Method} {request.RequestUri}: {text}");
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }
}
