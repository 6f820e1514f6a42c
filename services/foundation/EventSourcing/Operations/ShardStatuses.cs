using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using JasperFx;
using JasperFx.Events.Daemon;
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
public sealed partial class ShardStatuses(
    IDocumentStore store,
    EventDatabase events,
    ProjectionRebuild projections,
    ProjectionBuilds builds,
    IProjectionCoordinator coordinator,
    TimeProvider clock
)
{
    [GeneratedRegex(@"^\s+at ", RegexOptions.Multiline)]
    private static partial Regex FirstStackFrame { get; }

    [GeneratedRegex(@"^[\w.+`\[\]]+( \(0x[0-9A-F]+\))?: ")]
    private static partial Regex ExceptionType { get; }

    /// <summary>The asynchronous projections, by the names of their shards.</summary>
    private readonly Dictionary<string, TableProjection> _projections = projections
        .All.Where(p => !ProjectionRebuild.IsInline(p))
        .ToDictionary(ProjectionRebuild.ShardOf);

    private readonly ConcurrentDictionary<string, long> _buildGoals = [];
    private readonly ConcurrentDictionary<string, (long Owed, DateTimeOffset Since)> _behind = [];
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
        var agents = (await coordinator.AllDaemonsAsync())
            .SelectMany(daemon => daemon.CurrentAgents())
            .ToDictionary(agent => agent.Name.Identity);
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
                    Event = await EventOf(failure, ct),
                    Error = ReasonOf(failure),
                };
            statuses.Add(status);
        }

        return statuses;
    }

    /// <summary>
    /// The versions that are complete: those that have reached what was the newest event when this process first
    /// looked.
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
            if (positions.GetValueOrDefault(shard) < _buildGoals.GetOrAdd(shard, newest))
                continue;
            await using var connection = await events.Source.OpenConnectionAsync(ct);
            await builds.Add(projection, connection, ct);
            built.Add(projection.SchemaName);
        }

        return built;
    }

    /// <summary>
    /// Has a subscription go through events again, for one whose effects bear a repeat. It is never moved forward,
    /// which would pass over events. The replica that runs it notices within a second, see
    /// <see cref="ShardSupervisor"/>.
    /// </summary>
    /// <param name="subscription">The name of the subscription.</param>
    /// <param name="position">The sequence number above which it starts again.</param>
    /// <returns>The sequence number above which it goes on.</returns>
    public async Task<long> Rewind(string subscription, long position, CancellationToken ct)
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
        command.Parameters.Add(new() { Value = $"{subscription}:All" });
        command.Parameters.Add(new() { Value = position });
        // Without a position it starts at the first event anyway.
        return await command.ExecuteScalarAsync(ct) as long? ?? 0;
    }

    /// <summary>
    /// Each new attempt of a shard begins without a failure: it stays stopped until it is past the event.
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

    /// <summary>An event that cannot be read is known by its sequence number only.</summary>
    private async Task<Guid?> EventOf(ShardFailure failure, CancellationToken ct)
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
    /// The message of the innermost exception. Marten keeps the text of all of them, each as its type and its message,
    /// before the first line of a stack trace.
    /// </summary>
    private static string ReasonOf(ShardFailure failure)
    {
        var innermost = FirstStackFrame.Split(failure.Detail, count: 2)[0].Split(" ---> ")[^1];
        return ExceptionType.Replace(innermost, "").Trim();
    }

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
