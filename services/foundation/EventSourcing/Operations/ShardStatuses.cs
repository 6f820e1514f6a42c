using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using JasperFx;
using JasperFx.Events.Daemon;
using Marten;
using IProjectionCoordinator = Marten.Events.Daemon.Coordination.IProjectionCoordinator;

namespace PeerNetwork.EventSourcing;

public enum ShardState
{
    /// <summary>Another replica runs the shard, or none yet.</summary>
    Standby,

    /// <summary>This replica runs the shard.</summary>
    Running,

    /// <summary>The shard is stopped at an event that it cannot handle. It retries by itself.</summary>
    Stopped,
}

/// <summary>The status of a projection or subscription, for health checks and operators.</summary>
/// <param name="Name">The name of the shard, such as <c>relay:All</c>.</param>
/// <param name="State">The state of the shard on this replica.</param>
/// <param name="Position">The sequence number up to which its effects are committed.</param>
/// <param name="Newest">The sequence number of the newest event of the service.</param>
/// <param name="Event">The event that the shard is stopped at, if it is known.</param>
/// <param name="Error">Why the shard is stopped.</param>
/// <param name="BehindSince">When the shard fell behind; null if it has caught up.</param>
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
    /// <summary>
    /// False while the tables of a new projection version lack events that existed when this process started.
    /// </summary>
    public bool IsBuilt { get; init; } = true;

    /// <summary>How many sequence numbers the shard is behind.</summary>
    public long Lag => Math.Max(0, Newest - Position);
}

/// <summary>
/// Reads the status of all asynchronous projections and subscriptions. Marten's own health check does not cover
/// subscriptions.
/// </summary>
public sealed partial class ShardStatuses(
    IDocumentStore store,
    EventDatabase events,
    ProjectionRebuild projections,
    ProjectionBuilds builds,
    TimeProvider clock,
    IProjectionCoordinator? coordinator = null
)
{
    [GeneratedRegex(@"^\s+at ", RegexOptions.Multiline)]
    private static partial Regex FirstStackFrame { get; }

    [GeneratedRegex(@"^[\w.+`\[\]]+( \(0x[0-9A-F]+\))?: ")]
    private static partial Regex ExceptionType { get; }

    /// <summary>The asynchronous projections, by the name of their shard.</summary>
    private readonly Dictionary<string, TableProjection> _projections = projections
        .All.Where(p => !ProjectionRebuild.IsInline(p))
        .ToDictionary(ProjectionRebuild.ShardOf);

    private readonly ConcurrentDictionary<string, long> _buildTargets = [];
    private readonly ConcurrentDictionary<string, (long Target, DateTimeOffset Since)> _behind = [];
    private readonly ConcurrentDictionary<string, (ShardFailure Failure, long Position)> _failures = [];

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
        // A process that runs no shards has no coordinator.
        var daemons = coordinator is null ? [] : await coordinator.AllDaemonsAsync();
        var agents = daemons.SelectMany(daemon => daemon.CurrentAgents()).ToDictionary(agent => agent.Name.Identity);
        var built = await BuiltVersions(positions, newest, ct);
        var statuses = new List<ShardStatus>();
        foreach (var name in Names)
        {
            var (position, agent) = (positions.GetValueOrDefault(name), agents.GetValueOrDefault(name));
            var status = new ShardStatus(
                name,
                agent is null ? ShardState.Standby : ShardState.Running,
                position,
                newest,
                BehindSince: BehindSince(name, position, newest)
            )
            {
                IsBuilt = !_projections.TryGetValue(name, out var projection) || built.Contains(projection.SchemaName),
            };
            if (agent is not null && FailureOf(name, position, newest, agent) is { } failure)
                status = status with
                {
                    State = ShardState.Stopped,
                    Event = await FindEvent(failure, ct),
                    Error = ReadReason(failure),
                };
            statuses.Add(status);
        }

        return statuses;
    }

    /// <summary>
    /// The complete versions. A version is complete when it has reached the event that was newest at the first check of
    /// this process.
    /// </summary>
    private async Task<HashSet<string>> BuiltVersions(
        Dictionary<string, long> positions,
        long newest,
        CancellationToken ct
    )
    {
        var built = await builds.All(ct);
        foreach (var (shard, projection) in _projections.Where(p => !built.Contains(p.Value.SchemaName)))
        {
            if (positions.GetValueOrDefault(shard) < _buildTargets.GetOrAdd(shard, newest))
                continue;
            await using var connection = await events.Source.OpenConnectionAsync(ct);
            await builds.Add(projection, connection, ct);
            built.Add(projection.SchemaName);
        }

        return built;
    }

    /// <summary>
    /// Moves a subscription back, so that it handles events again. Its effects must be repeatable. It is never moved
    /// forward, because this would skip events. The replica that runs it restarts it within a second, see
    /// <see cref="ShardSupervisor"/>.
    /// </summary>
    /// <param name="subscription">The name of the subscription.</param>
    /// <param name="position">The sequence number after which it starts again.</param>
    /// <returns>The sequence number after which it continues.</returns>
    public async Task<long> Rewind(string subscription, long position, CancellationToken ct)
    {
        // Marten inserts the row with the first page, and fails if there is a row with the position 0.
        await using var command = events.Source.CreateCommand(
            position == 0
                ? $"delete from {events.Schema}.mt_event_progression where name = $1 and $2 = 0 returning 0::bigint"
                : $"""
                update {events.Schema}.mt_event_progression
                set last_seq_id = least(last_seq_id, $2), last_updated = now() where name = $1 returning last_seq_id
                """
        );
        command.Parameters.Add(new() { Value = $"{subscription}:All" });
        command.Parameters.Add(new() { Value = position });
        // Without a row it starts at the first event anyway.
        return await command.ExecuteScalarAsync(ct) as long? ?? 0;
    }

    /// <summary>
    /// Each attempt of a shard starts without a failure. The shard counts as stopped until it has passed the event.
    /// </summary>
    private ShardFailure? FailureOf(string name, long position, long newest, ISubscriptionAgent agent)
    {
        if (agent.Failure is { } failure && (agent.Status != AgentStatus.Running || position < newest))
            _failures[name] = (failure, position);
        if (_failures.TryGetValue(name, out var last) && last.Position == position && position < newest)
            return last.Failure;
        _failures.TryRemove(name, out _);
        return null;
    }

    /// <summary>For an event that cannot be read, Marten gives only the sequence number.</summary>
    private async Task<Guid?> FindEvent(ShardFailure failure, CancellationToken ct)
    {
        if (failure.Event is not { EventId: null, Sequence: > 0 and var sequence })
            return failure.Event?.EventId;
        await using var command = events.Source.CreateCommand(
            $"select id from {events.Schema}.mt_events where seq_id = $1"
        );
        command.Parameters.Add(new() { Value = sequence });
        return await command.ExecuteScalarAsync(ct) as Guid?;
    }

    /// <summary>
    /// The message of the innermost exception. Marten keeps the text of all exceptions, with type and message, before
    /// the first stack frame.
    /// </summary>
    private static string ReadReason(ShardFailure failure)
    {
        var innermost = FirstStackFrame.Split(failure.Detail, count: 2)[0].Split(" ---> ")[^1];
        return ExceptionType.Replace(innermost, "").Trim();
    }

    /// <summary>
    /// The shard has caught up when it reaches the event that was newest when it fell behind. Under load there are
    /// always newer events.
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
                (_, known) => position < known.Target ? known : (newest, clock.GetUtcNow())
            )
            .Since;
    }
}
