using System.Text.RegularExpressions;
using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Analytics;

namespace PeerNetwork.Portal.Oversight;

/// <summary>The projections and subscriptions of a service.</summary>
/// <param name="Projections">The names of those that can be rebuilt.</param>
public sealed partial record ServiceDetails(ServiceState State, IReadOnlyList<string> Projections)
{
    public static async Task<ServiceDetails> Load(string service, OverseerClients overseer)
    {
        var client = overseer.Of(service);
        var (shards, versions) = (client.ListShardsAsync(), client.ListProjectionVersionsAsync());
        return new(
            new(service, [.. (await shards).OrderBy(shard => shard.Name, StringComparer.Ordinal)]),
            [.. (await versions).Where(v => v.InUse).Select(NameOf).Order(StringComparer.Ordinal)]
        );
    }

    private static string NameOf(ProjectionVersion version) => VersionNumber.Replace(version.Schema, "");

    [GeneratedRegex("_v[0-9]+$")]
    private static partial Regex VersionNumber { get; }
}
