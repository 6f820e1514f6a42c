using System.Collections.Immutable;
using PeerNetwork.Portal.Api.Analytics;

namespace PeerNetwork.Portal.Api;

/// <summary>
/// The audit trail and the operations of each service. Their routes are the same in all services, so the client that is
/// generated for one of them calls each.
/// </summary>
public sealed class OverseerClients(Func<string, AnalyticsClient> clientOf)
{
    /// <summary>The services, as the gateway names them.</summary>
    public static readonly ImmutableArray<string> Services = ["enrollment", "matching", "engagement", "analytics"];

    public AnalyticsClient Of(string service) => clientOf(service);

    /// <summary>The answer of each service at the same time; null from a service that does not answer.</summary>
    public async Task<IReadOnlyList<(string Service, T? Answer)>> Ask<T>(Func<AnalyticsClient, Task<T>> ask)
        where T : class =>
        await Task.WhenAll(Services.Select(async service => (service, await AnswerOf(service, ask))));

    private async Task<T?> AnswerOf<T>(string service, Func<AnalyticsClient, Task<T>> ask)
        where T : class
    {
        try
        {
            return await ask(Of(service));
        }
        catch (Exception e) when (ApiFailures.Of(e) is ApiFailure.Unavailable)
        {
            return null;
        }
    }
}
