using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Messaging;

/// <summary>
/// How a consumer that came later learns of what was published before its queue existed: the relay publishes it again.
/// Consumers that know it already tell by the message ids.
/// </summary>
internal static class RelayRoutes
{
    public static void Map(RouteGroupBuilder operations) =>
        operations
            .MapPost("/relay/replay", Replay)
            .WithName("ReplayRelay")
            .WithSummary("Publishes the contracts of this service's events again, from a sequence number or the first");

    internal static async Task<Ok<RelayRewound>> Replay(ShardStatuses shards, CancellationToken ct, long from = 1)
    {
        if (from < 1)
            throw new InvalidFieldException("from", "must be a sequence number, 1 or more");
        var next = await shards.Rewind(MessagesCheck.Relay, from - 1, ct) + 1;
        return from <= next
            ? TypedResults.Ok(new RelayRewound(next))
            : throw new InvalidFieldException(
                "from",
                $"is still to come: the next event that the relay publishes is {next}"
            );
    }
}

/// <summary>Where the relay goes on.</summary>
/// <param name="From">The sequence number of the first event that it publishes now.</param>
internal sealed record RelayRewound(long From);
