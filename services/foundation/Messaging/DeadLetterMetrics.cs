using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client.Exceptions;

namespace PeerNetwork.Messaging;

/// <summary>How many messages are in each error queue, as a metric and as a health check.</summary>
/// <remarks>
/// Degraded while there are any. It is no part of readiness: the other messages are handled. The replica that counts
/// them need not be the one that failed.
/// </remarks>
internal sealed class DeadLetterMetrics : IHealthCheck
{
    private readonly DeadLetters _deadLetters;
    private volatile IReadOnlyDictionary<string, long> _counts = new Dictionary<string, long>();

    public DeadLetterMetrics(DeadLetters deadLetters, IMeterFactory meters)
    {
        _deadLetters = deadLetters;
        meters
            .Create("PeerNetwork.Messaging")
            .CreateObservableGauge(
                "peernetwork.messaging.dead_letters",
                Observe,
                "{message}",
                "How many messages are in the error queue of a consumer"
            );
    }

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            _counts = await _deadLetters.Count(cancellationToken);
        }
        catch (Exception e) when (e is BrokerUnreachableException or OperationInterruptedException or IOException)
        {
            _counts = new Dictionary<string, long>();
            return HealthCheckResult.Degraded("The error queues cannot be read.", e);
        }

        var failed = _counts.Where(queue => queue.Value > 0).Select(queue => $"{queue.Key}: {queue.Value}").ToArray();
        return failed is []
            ? HealthCheckResult.Healthy("No messages are in error queues.")
            : HealthCheckResult.Degraded($"Messages are in error queues: {string.Join(", ", failed)}.");
    }

    private IEnumerable<Measurement<long>> Observe() =>
        _counts.Select(queue => new Measurement<long>(
            queue.Value,
            new KeyValuePair<string, object?>("messaging.destination.name", queue.Key)
        ));
}
