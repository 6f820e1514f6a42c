using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Retention;

/// <summary>
/// Lets expired data be destroyed once a day, by one process of the service; an advisory lock sees to it. A run that
/// was stopped goes on.
/// </summary>
public sealed class RetentionWorker(
    IServiceScopeFactory scopes,
    DestroyExpiredData data,
    EventDatabase database,
    TimeProvider clock,
    ILogger<RetentionWorker> log
) : BackgroundService
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMinutes(1);

    /// <summary>The last day whose run is known to be over.</summary>
    private DateOnly? _finished;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(CheckInterval, clock);
        do
        {
            try
            {
                await RunToday(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(e, "The expired data could not be destroyed and is tried again");
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task RunToday(CancellationToken ct)
    {
        var day = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (_finished == day)
            return;
        await using var held = await database.TryLock("retention", ct);
        if (held is null)
            return;
        if (!await IsCompleted(day, ct))
            await data.Run(day, ct);
        _finished = day;
    }

    private async Task<bool> IsCompleted(DateOnly day, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var events = scope.ServiceProvider.GetRequiredService<EventStreams>();
        var run = await events.Read<RetentionRun, RetentionRunEvent>(RetentionRun.IdOf(day), RetentionRun.Evolve, ct);
        return run?.CompletedAt is not null;
    }
}
