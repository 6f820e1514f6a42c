using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace PeerNetwork.Gateway.Tests;

internal static class ResponseExtensions
{
    public static async Task<JsonObject> Json(this HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonObject>())!;

    public static async Task ShouldBeProblem(this HttpResponseMessage response, int status, string slug)
    {
        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        ((string?)(await response.Json())["type"]).ShouldBe($"urn:peernetwork:problem:{slug}");
    }
}
