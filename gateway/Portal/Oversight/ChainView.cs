using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Analytics;

namespace PeerNetwork.Portal.Oversight;

/// <summary>The chain of each service's audit trail.</summary>
public sealed record ChainView(IReadOnlyList<ChainView.Chain> Chains)
{
    /// <param name="Heads">The newest first; null where the service does not answer.</param>
    public sealed record Chain(string Service, IReadOnlyList<AuditHead>? Heads);

    public static async Task<ChainView> Load(OverseerClients overseer)
    {
        var answers = await overseer.Ask(client => client.ListAuditHeadsAsync());
        return new([.. answers.Select(a => new Chain(a.Service, a.Answer?.OrderByDescending(h => h.Day).ToArray()))]);
    }
}
