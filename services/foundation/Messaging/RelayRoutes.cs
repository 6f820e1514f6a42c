using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Messaging;

/// <summary>
/// Publishes events again, for a consumer whose queue did not exist when they were published first. Other consumers
/// drop the repeats by their message ids.
/// </summary>
internal static class RelayRoutes
{
    public static void Map(RouteGroupBuilder operations) =>
        operations
            .MapPost("/relay/replay", Replay)
            .WithName("ReplayRelay")
            .WithSummary(
                "Publishes the contracts of this service's events again, from a sequence number or from the first event"
            );

    internal static async Task<Ok<RelayReplayResult>> Replay(ShardStatuses shards, CancellationToken ct, long from = 1)
    {
        if (from < 1)
            throw new InvalidFieldException("from", "must be a sequence number, 1 or more");
        var next = await shards.Rewind(MessageCounter.RelaySubscription, from - 1, ct) + 1;
        return from <= next
            ? TypedResults.Ok(new RelayReplayResult(next))
            : throw new InvalidFieldException(
                "from",
                $"is still to come: the next event that the relay publishes is {next}"
            );
    }
}

/// <summary>The result of a relay replay.</summary>
/// <param name="From">The sequence number of the first event that it publishes now.</param>
internal sealed record RelayReplayResult(long From);
