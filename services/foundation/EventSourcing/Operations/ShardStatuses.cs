using System.Collections.Concurrent;
using JasperFx;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
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
    /// <summary>False while the tables of a new projection version lack events that were there before.</summary>
    public bool IsBuilt { get; init; } = true;

    /// <summary>How many sequence numbers it is behind.</summary>
    public long Lag => Math.Max(0, Newest - Position);
}

/// <summary>
/// Looks at all asynchronous projections and subscriptions of the service. Marten's own check misses subscriptions.
/// </summary>
public sealed class ShardStatuses(
    IDocumentStore store,
    EventDatabase events,
    ProjectionBuilds builds,
    IProjectionCoordinator coordinator,
    TimeProvider clock
)
{
    /// <summary>The asynchronous projections, by the names of their shards.</summary>
    private readonly Dictionary<string, TableProjection> _projections = ((DocumentStore)store)
        .Options.Projections.All.OfType<TableProjection>()
        .Where(p => p.Lifecycle == ProjectionLifecycle.Async)
        .ToDictionary(ProjectionRebuild.ShardOf);

    private readonly ConcurrentDictionary<string, long> _buildGoals = [];

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
        var built = await builds.All(ct);
        foreach (var (shard, projection) in _projections)
        {
            if (
                built.Contains(projection.SchemaName)
                || !HasReached(shard, positions.GetValueOrDefault(shard), newest)
            )
                continue;
            await using var connection = await events.Source.OpenConnectionAsync(ct);
            await builds.Add(projection, connection, ct);
            built.Add(projection.SchemaName);
        }

        return
        [
            .. Names.Select(name =>
                StatusOf(name, positions.GetValueOrDefault(name), newest, agents.GetValueOrDefault(name)) with
                {
                    IsBuilt =
                        !_projections.TryGetValue(name, out var projection) || built.Contains(projection.SchemaName),
                }
            ),
        ];
    }

    /// <summary>Whether a shard has reached what was the newest event when this process first looked.</summary>
    private bool HasReached(string shard, long position, long newest) =>
        position >= _buildGoals.GetOrAdd(shard, newest);

    /// <summary>
    /// Has a subscription go through events again, for one whose effects bear a repeat. It is never moved forward,
    /// which would pass over events.
    /// </summary>
    /// <param name="subscription">The name of the subscription.</param>
    /// <param name="position">The sequence number above which it starts again.</param>
    /// <returns>The sequence number above which it goes on.</returns>
    public async Task<long> Rewind(string subscription, long position, CancellationToken ct)
    {
        var shard = $"{subscription}:All";
        var daemons = (await coordinator.AllDaemonsAsync())
            .Where(daemon => daemon.CurrentAgents().Any(agent => agent.Name.Identity == shard))
            .ToList();
        foreach (var daemon in daemons)
            await daemon.StopAgentAsync(shard);
        var reached = await SetBack(shard, position, ct);
        foreach (var daemon in daemons)
            await daemon.StartAgentAsync(shard, ct);
        return reached;
    }

    private async Task<long> SetBack(string shard, long position, CancellationToken ct)
    {
        // Marten inserts the row with the first page, and refuses one that is there with the position 0.
        await using var command = events.Source.CreateCommand(
            position == 0
                ? $"delete from {events.Schema}.mt_event_progression where name = $1 and $2 = 0 returning 0::bigint"
                : $"""
                update {events.Schema}.mt_event_progression
                set last_seq_id = least(last_seq_id, $2), last_updated = now() where name = $1 returning last_seq_id
                """
        );
        command.Parameters.Add(new() { Value = shard });
        command.Parameters.Add(new() { Value = position });
        // Without a position it starts at the first event anyway.
        return await command.ExecuteScalarAsync(ct) as long? ?? 0;
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
                Error = ReasonOf(failure),
            },
            _ => status,
        };
    }

    /// <summary>The messages of the exception and of those inside of it, without their stack traces.</summary>
    private static string ReasonOf(ShardFailure failure) =>
        string.Join(
            ' ',
            failure
                .Detail.Split('\n')
                .TakeWhile(line => !line.StartsWith("   at ", StringComparison.Ordinal))
                .Select(line => line.Trim())
        );

    /// <summary>
    /// How long it takes to reach what was newest when it fell behind: under load there is always something newer.
    /// </summary>
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
