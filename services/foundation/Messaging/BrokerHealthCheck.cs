using MassTransit;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace PeerNetwork.Messaging;

/// <summary>
/// Unhealthy until the queues of this service exist: the broker drops messages that no queue receives. Degraded, but
/// still ready, if the broker fails later: requests do not need it, events stay in the store and messages in the
/// queues.
/// </summary>
/// <remarks>
/// It uses its own connection. MassTransit checks only the connections of consumers, and a service may have no
/// consumer.
/// </remarks>
internal sealed class BrokerHealthCheck(BrokerConnectionFactory broker, IBusControl bus)
    : IHealthCheck,
        IAsyncDisposable
{
    private readonly SemaphoreSlim _lock = new(1, 1);
    private IConnection? _connection;
    private bool _wasReachable;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        await _lock.WaitAsync(cancellationToken);
        try
        {
            var isHealthy = await IsReachable(cancellationToken) && bus.CheckHealth().Status is BusHealthStatus.Healthy;
            _wasReachable |= isHealthy;
            return isHealthy ? HealthCheckResult.Healthy("The broker answers.")
                : _wasReachable
                    ? HealthCheckResult.Degraded("The broker does not answer: events are stored and published later.")
                : HealthCheckResult.Unhealthy("The broker has not answered yet.");
        }
        finally
        {
            _lock.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _lock.Dispose();
        if (_connection is not null)
            await _connection.DisposeAsync();
    }

    private async Task<bool> IsReachable(CancellationToken ct)
    {
        if (_connection is { IsOpen: true })
            return true;
        try
        {
            if (_connection is not null)
                await _connection.DisposeAsync();
            _connection = await broker.CreateConnection(ct);
            return true;
        }
        catch (Exception e) when (e is BrokerUnreachableException or OperationInterruptedException or IOException)
        {
            return false;
        }
    }
}
