using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// The last result of each health check as the metric <c>peernetwork.health_check.status</c>: 1 healthy, 0.5 degraded,
/// 0 unhealthy. The host runs all checks for it, also those that readiness does not need.
/// </summary>
internal sealed class HealthMetrics : IHealthCheckPublisher
{
    private readonly ConcurrentDictionary<string, HealthStatus> _latest = [];

    public HealthMetrics(IMeterFactory meters) =>
        meters
            .Create("PeerNetwork.Health")
            .CreateObservableGauge(
                "peernetwork.health_check.status",
                Observe,
                description: "The last result of a health check: 1 healthy, 0.5 degraded, 0 unhealthy"
            );

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        foreach (var (name, entry) in report.Entries)
            _latest[name] = entry.Status;
        return Task.CompletedTask;
    }

    private IEnumerable<Measurement<double>> Observe() =>
        _latest.Select(check => new Measurement<double>(
            check.Value switch
            {
                HealthStatus.Healthy => 1,
                HealthStatus.Degraded => 0.5,
                _ => 0,
            },
            new KeyValuePair<string, object?>("health_check.name", check.Key)
        ));
}
