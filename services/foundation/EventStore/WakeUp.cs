using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace PeerNetwork.EventStore;

/// <summary>Listens for appends and wakes the subscriptions of this process; also drops keys that another replica erased.</summary>
public sealed class WakeUp(EventStoreDatabase database, ILogger<WakeUp> log) : BackgroundService
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Take this before looking for events and await it after: what is appended in between is not missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Listen(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException or TimeoutException)
            {
                log.LogWarning("Lost the connection that listens for appends, subscriptions poll until it is back: {Reason}", e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task Listen(CancellationToken ct)
    {
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        connection.Notification += (_, notice) =>
        {
            if (notice.Channel == database.EventsChannel) Ring();
            else if (Guid.TryParse(notice.Payload, out var owner)) database.Keys.Forget(owner);
        };
        await using (var listen = new NpgsqlCommand($"listen {database.EventsChannel}; listen {database.KeysChannel}", connection))
            await listen.ExecuteNonQueryAsync(ct);
        // What happened while nobody listened is unknown.
        database.Keys.ForgetAll();
        Ring();
        while (true) await connection.WaitAsync(ct);
    }

    private void Ring() =>
        Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
