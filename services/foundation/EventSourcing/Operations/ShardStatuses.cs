using System.Collections.Concurrent;
using JasperFx.Events.Daemon;
using JasperFx;
using Marten;
using IProjectionCoordinator = Marten.Events.Daemon.Coordination.IProjectionCoordinator;

namespace PeerNetwork.EventSourcing;

public enum ShardState
{
    /// <summary>Another replica runs it, or none yet.</summary>
    Standby,

    /// <summary>This replica runs it.</summary>
    Running,

    /// <summary>Stands before an event that it cannot handle, and tries again by itself.</summary>
    Stopped,
}

/// <summary>How a projection or subscription is doing, for readiness and operators.</summary>
/// <param name="Name">The name of the shard, such as <c>relay:All</c>.</param>
/// <param name="State">What this replica does about it.</param>
/// <param name="Position">The sequence number up to which its effects are committed.</param>
/// <param name="Newest">The newest event of the service.</param>
/// <param name="Event">The event it is stopped at, where that is known.</param>
/// <param name="Error">Why it is stopped.</param>
/// <param name="BehindSince">Since when it has not reached what was the newest event then; null when it has.</param>
public sealed record ShardStatus(
    string Name,
    ShardState State,
    long Position,
    long Newest,
    Guid? Event = null,
    string? Error = null,
    DateTimeOffset? BehindSince = null
)
{
    /// <summary>How many sequence numbers it is behind.</summary>
    public long Lag => Math.Max(0, Newest - Position);
}

/// <summary>Looks at all asynchronous projections and subscriptions of the service. Marten's own check misses subscriptions.</summary>
public sealed class ShardStatuses(IDocumentStore store, IProjectionCoordinator coordinator, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, (long Owed, DateTimeOffset Since)> _behind = [];

    /// <summary>The names of all shards.</summary>
    public IReadOnlyList<string> Names { get; } =
    [
        .. ((DocumentStore)store)
            .Options.Projections.AllShards()
            .Select(s => s.Name.Identity)
            .Order(StringComparer.Ordinal),
    ];

    public async Task<IReadOnlyList<ShardStatus>> All(CancellationToken ct)
    {
        var database = store.Storage.Database;
        var newest = await database.FetchHighestEventSequenceNumber(ct);
        var positions = (await database.AllProjectionProgress(ct)).ToDictionary(p => p.ShardName, p => p.Sequence);
        var agents = (await coordinator.AllDaemonsAsync())
            .SelectMany(daemon => daemon.CurrentAgents())
            .ToDictionary(agent => agent.Name.Identity);
        return
        [
            .. Names.Select(name =>
                StatusOf(name, positions.GetValueOrDefault(name), newest, agents.GetValueOrDefault(name))
            ),
        ];
    }

    private ShardStatus StatusOf(string name, long position, long newest, ISubscriptionAgent? agent)
    {
        var status = new ShardStatus(
            name,
            ShardState.Running,
            position,
            newest,
            BehindSince: BehindSince(name, position, newest)
        );
        return agent switch
        {
            null => status with { State = ShardState.Standby },
            { Failure: { } failure } when agent.Status != AgentStatus.Running || position < newest => status with
            {
                State = ShardState.Stopped,
                Event = failure.Event?.EventId,
                Error = failure.Message,
            },
            _ => status,
        };
    }

    /// <summary>How long it takes to reach what was newest when it fell behind: under load there is always something newer.</summary>
    private DateTimeOffset? BehindSince(string name, long position, long newest)
    {
        if (position >= newest)
        {
            _behind.TryRemove(name, out _);
            return null;
        }

        return _behind
            .AddOrUpdate(
                name,
                _ => (newest, clock.GetUtcNow()),
                (_, known) => position < known.Owed ? known : (newest, clock.GetUtcNow())
            )
            .Since;
    }
}
