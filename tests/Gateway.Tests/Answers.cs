using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace PeerNetwork.Gateway.Tests;

internal static class Answers
{
    public static async Task<JsonObject> Json(this HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonObject>())!;

    public static async Task ShouldBeProblem(this HttpResponseMessage answer, int status, string slug)
    {
        ((int)answer.StatusCode).ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        ((string?)(await answer.Json())["type"]).ShouldBe($"urn:peernetwork:problem:{slug}");
    }
}
