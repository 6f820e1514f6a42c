using System.Text.Json.Serialization;
using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Analytics;

namespace PeerNetwork.Portal.Oversight;

/// <summary>How far each service is with its events.</summary>
public sealed record ServiceStates(IReadOnlyList<ServiceState> Services)
{
    public static async Task<ServiceStates> Load(OverseerClients overseer)
    {
        var answers = await overseer.Ask(client => client.ListShardsAsync());
        return new([.. answers.Select(answer => new ServiceState(answer.Service, answer.Answer?.ToArray()))]);
    }
}

/// <param name="Shards">Its projections and subscriptions; null where it does not answer.</param>
public sealed record ServiceState(string Service, IReadOnlyList<ShardStatus>? Shards)
{
    /// <summary>The subscription that publishes events for other services.</summary>
    public const string Relay = "relay:All";

    [JsonIgnore]
    public IReadOnlyList<ShardStatus> Stopped => [.. (Shards ?? []).Where(s => s.State is ShardState.Stopped)];

    /// <summary>How many events the last of them has still to handle.</summary>
    [JsonIgnore]
    public int Lag => (int)(Shards ?? []).Max(shard => shard.Lag ?? 0);

    [JsonIgnore]
    public int RelayLag => (int)((Shards ?? []).FirstOrDefault(shard => shard.Name == Relay)?.Lag ?? 0);
}
