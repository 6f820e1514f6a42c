using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Analytics;

namespace PeerNetwork.Portal.Oversight;

/// <summary>The messages that services could not handle.</summary>
public sealed record DeadLettersView(IReadOnlyList<DeadLettersView.OfService> Services)
{
    /// <param name="Queues">Those with dead letters; null where the service, or its broker, does not answer.</param>
    public sealed record OfService(string Service, IReadOnlyList<DeadLetterQueue>? Queues);

    public static async Task<DeadLettersView> Load(OverseerClients overseer)
    {
        var answers = await overseer.Ask(client => client.ListDeadLettersAsync());
        return new([
            .. answers.Select(a => new OfService(a.Service, a.Answer?.Where(queue => queue.Count > 0).ToArray())),
        ]);
    }
}
