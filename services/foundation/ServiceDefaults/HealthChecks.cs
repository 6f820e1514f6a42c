using Marten;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using PeerNetwork.EventSourcing;
using Weasel.Core.Migrations;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// Unhealthy while the database does not respond, or while its schema is older than this version of the service.
/// </summary>
internal sealed class DatabaseHealthCheck(EventDatabase database, IDocumentStore store) : IHealthCheck
{
    private volatile bool _schemaMatches;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            await using var command = database.Source.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancellationToken);
            if (!_schemaMatches)
                await store.Storage.Database.AssertDatabaseMatchesConfigurationAsync(cancellationToken);
            _schemaMatches = true;
            return HealthCheckResult.Healthy("The database answers.");
        }
        catch (NpgsqlException e)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.", e);
        }
        catch (DatabaseValidationException e)
        {
            return HealthCheckResult.Unhealthy("The database schema is older than this service: run db-apply.", e);
        }
    }
}

/// <summary>
/// Unhealthy while the tables of a new projection version are being built: queries would miss rows. Degraded, but still
/// ready, while a shard is stopped or lags: the rest of the service works. The health page is public, so the error
/// itself is only in the log and in <c>/operations/shards</c>.
/// </summary>
internal sealed class ShardsHealthCheck(ShardStatuses shards, ShardMetrics metrics, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan MaxLag = TimeSpan.FromMinutes(1);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        IReadOnlyList<ShardStatus> all;
        try
        {
            all = await shards.All(cancellationToken);
        }
        catch (NpgsqlException e)
        {
            return HealthCheckResult.Degraded("The positions of the shards cannot be read.", e);
        }

        metrics.Record(all);
        var building = all.Where(s => !s.IsBuilt).Select(s => s.Name).ToArray();
        var problems = all.Select(ProblemOf).OfType<string>().ToArray();
        return building.Length > 0 ? HealthCheckResult.Unhealthy($"Being built: {string.Join(", ", building)}.")
            : problems.Length > 0 ? HealthCheckResult.Degraded(string.Join(" ", problems))
            : HealthCheckResult.Healthy($"{all.Count} shards are up to date.");
    }

    private string? ProblemOf(ShardStatus s) =>
        s switch
        {
            { State: ShardState.Stopped, Event: { } e } => $"{s.Name} is stopped at event {e}, {s.Lag} behind.",
            { State: ShardState.Stopped } => $"{s.Name} is stopped after event number {s.Position}, {s.Lag} behind.",
            { BehindSince: { } since } when clock.GetUtcNow() - since > MaxLag =>
                $"{s.Name} is {s.Lag} behind since {since:O}.",
            _ => null,
        };
}
