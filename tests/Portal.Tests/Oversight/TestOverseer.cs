using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Analytics;

namespace PeerNetwork.Portal.Tests.Oversight;

internal static class TestOverseer
{
    /// <summary>Clients of all services, which get their answers from one.</summary>
    public static OverseerClients Clients(FakeApi api) => new(_ => new AnalyticsClient(api.Client));

    public static HttpResponseMessage Shards(params object[] shards) => FakeApi.Json(shards);

    public static object Shard(string name, string state = "running", long position = 9, string? error = null) =>
        new
        {
            name,
            state,
            position,
            newest = 9,
            @event = error is null ? (Guid?)null : Guid.Empty,
            error,
            isBuilt = true,
            lag = 9 - position,
        };

    public static HttpResponseMessage Unavailable => FakeApi.Problem(System.Net.HttpStatusCode.ServiceUnavailable, "");
}
