using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace PeerNetwork.EventStore;

/// <summary>
/// Wakes the subscriptions of this process when something was appended here, and by LISTEN/NOTIFY those of other replicas; also drops
/// keys that another replica erased.
/// </summary>
/// <remarks>
/// The call goes out after the commit, in a transaction of its own: PostgreSQL lets one transaction with a NOTIFY commit at a time, in
/// all databases of the server, so inside the append each would wait for the disk of every other. Should the process die in between,
/// the slow poll of the subscriptions finds the events.
/// </remarks>
public sealed class WakeUp(EventStoreDatabase database, ILogger<WakeUp> log) : BackgroundService
{
    /// <summary>The first append after a lull calls at once, those within this span after it share one call.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    private readonly Channel<bool> _calls = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Take this before looking for events and await it after: what is appended in between is not missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Something was appended.</summary>
    internal void Call()
    {
        Ring();
        _calls.Writer.TryWrite(true);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Persistently(Listen, stoppingToken), Persistently(CallOthers, stoppingToken));

    private async Task Persistently(Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await work(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
                when (e is NpgsqlException or IOException or InvalidOperationException or TimeoutException)
            {
                log.LogWarning(
                    "Lost the connection for wake-up calls, subscriptions poll until it is back: {Reason}",
                    e.Message
                );
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task Listen(CancellationToken ct)
    {
        await using var connection = await database.OpenSession(ct);
        connection.Notification += (_, notice) =>
        {
            if (notice.Channel == database.EventsChannel)
                Ring();
            else if (Guid.TryParse(notice.Payload, out var owner))
                database.Keys.Forget(owner);
        };
        await connection.Execute($"listen {database.EventsChannel}; listen {database.KeysChannel}", ct);
        // What happened while nobody listened is unknown.
        database.Keys.ForgetAll();
        Ring();
        while (true)
            await connection.WaitAsync(ct);
    }

    private async Task CallOthers(CancellationToken ct)
    {
        await foreach (var _ in _calls.Reader.ReadAllAsync(ct))
        {
            await using var command = database.Source.CreateCommand(
                $"select pg_notify('{database.EventsChannel}', '')"
            );
            await command.ExecuteNonQueryAsync(ct);
            await Task.Delay(Gathering, ct);
        }
    }

    private void Ring() =>
        Interlocked
            .Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
            .TrySetResult();
}
