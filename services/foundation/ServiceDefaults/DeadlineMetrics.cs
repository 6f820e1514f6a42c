using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// How many deadlines of each rule are overdue by more than a minute, as a metric and as a health check.
/// </summary>
/// <remarks>
/// Degraded while there are any. It is no part of readiness: the rest of the service works. Every replica counts the
/// same table, whichever of them works on the deadlines.
/// </remarks>
internal sealed class DeadlineMetrics : IHealthCheck
{
    /// <summary>A deadline that failed is tried again after a minute, and may succeed then.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    private readonly DeadlinesProjection _deadlines;
    private readonly ReadModels _tables;
    private readonly TimeProvider _clock;
    private volatile IReadOnlyDictionary<string, long> _overdue = new Dictionary<string, long>();

    private sealed record OverdueRow(string Kind, long Count);

    public DeadlineMetrics(DeadlinesProjection deadlines, ReadModels tables, IMeterFactory meters, TimeProvider clock)
    {
        (_deadlines, _tables, _clock) = (deadlines, tables, clock);
        meters
            .Create("PeerNetwork.EventSourcing")
            .CreateObservableGauge(
                "peernetwork.deadlines.overdue",
                Observe,
                "{deadline}",
                "How many deadlines of a rule are overdue by more than a minute"
            );
    }

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        IReadOnlyList<OverdueRow> rows;
        try
        {
            rows = await _tables.Query<OverdueRow>(
                $"""
                select kind, count(*) as count from deadlines where due_at < {_clock.GetUtcNow() - Tolerance}
                group by kind order by kind
                """,
                cancellationToken
            );
        }
        catch (NpgsqlException e)
        {
            _overdue = new Dictionary<string, long>();
            return HealthCheckResult.Degraded("The deadlines cannot be read.", e);
        }

        _overdue = _deadlines.Kinds.ToDictionary(
            kind => kind,
            kind => rows.SingleOrDefault(r => r.Kind == kind)?.Count ?? 0
        );
        return rows is []
            ? HealthCheckResult.Healthy("No deadlines are overdue.")
            : HealthCheckResult.Degraded(
                $"Deadlines are overdue: {string.Join(", ", rows.Select(r => $"{r.Kind}: {r.Count}"))}."
            );
    }

    private IEnumerable<Measurement<long>> Observe() =>
        _overdue.Select(rule => new Measurement<long>(
            rule.Value,
            new KeyValuePair<string, object?>("deadline.rule", rule.Key)
        ));
}
