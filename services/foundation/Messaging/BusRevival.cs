using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PeerNetwork.Messaging;

/// <summary>
/// Starts the bus anew when the broker answers and the consumers still do not come back. A connection that is reset while messages are in
/// hand can end with the client waiting for itself: MassTransit is never told, and tries for ever on the connection that is no more.
/// </summary>
/// <remarks>RabbitMQ.Client 7.1.2 under MassTransit 8.4.0. Messages in hand come again and are told by the inbox.</remarks>
internal sealed class BusRevival(Broker broker, IBusControl bus, ILogger<BusRevival> log) : BackgroundService
{
    /// <summary>MassTransit's own first attempts take half of it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), LongestStop = TimeSpan.FromSeconds(20), Look = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (wasWell, ailing) = (false, TimeSpan.Zero);
        using var timer = new PeriodicTimer(Look);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var isWell = bus.CheckHealth().Status is BusHealthStatus.Healthy;
            wasWell |= isWell;
            ailing = isWell || !wasWell ? TimeSpan.Zero : ailing + Look;
            if (ailing < Patience) continue;
            await using var connection = await broker.TryConnect(stoppingToken);
            if (connection is null) continue;
            log.LogWarning("The broker answers and the consumers do not come back: starting the bus anew");
            await Restart(stoppingToken);
            ailing = -LongestStop;
        }
    }

    private async Task Restart(CancellationToken stoppingToken)
    {
        using var longEnough = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        longEnough.CancelAfter(LongestStop);
        try
        {
            await bus.StopAsync(longEnough.Token);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            log.LogWarning("The bus did not stop in order: {Reason}", e.Message);
        }

        try
        {
            await bus.StartAsync(stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            log.LogWarning("The bus did not start: {Reason}", e.Message);
        }
    }
}
