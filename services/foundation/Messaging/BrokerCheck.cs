using MassTransit;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace PeerNetwork.Messaging;

/// <summary>
/// Not ready until the queues of this service are there, since the broker drops what nobody waits for; degraded, but
/// still ready, when the broker goes away later: events wait in the store, messages in the queues, and requests need
/// neither.
/// </summary>
/// <remarks>The connection is its own: MassTransit watches those of consumers, and a service may have none.</remarks>
internal sealed class BrokerCheck(Broker broker, IBusControl bus) : IHealthCheck, IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private IConnection? _connection;
    private bool _wasThere;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var isThere = await Answers(cancellationToken) && bus.CheckHealth().Status is BusHealthStatus.Healthy;
            _wasThere |= isThere;
            return isThere ? HealthCheckResult.Healthy("The broker answers.")
                : _wasThere
                    ? HealthCheckResult.Degraded("The broker does not answer: events are stored and published later.")
                : HealthCheckResult.Unhealthy("The broker has not answered yet.");
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _turn.Dispose();
        if (_connection is not null)
            await _connection.DisposeAsync();
    }

    private async Task<bool> Answers(CancellationToken ct)
    {
        if (_connection is { IsOpen: true })
            return true;
        try
        {
            if (_connection is not null)
                await _connection.DisposeAsync();
            _connection = await broker.Connect(ct);
            return true;
        }
        catch (Exception e) when (e is BrokerUnreachableException or OperationInterruptedException or IOException)
        {
            return false;
        }
    }
}
