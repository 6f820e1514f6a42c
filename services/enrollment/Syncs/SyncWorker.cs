using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using PeerNetwork.Enrollment.Hris;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Syncs;

/// <summary>
/// Requests the syncs that are due by the schedule or by a webhook, and runs the unfinished ones side by side. Of the
/// processes of the service one works on a sync at a time; an advisory lock sees to it.
/// </summary>
public sealed class SyncWorker(
    IServiceScopeFactory scopes,
    HrSources sources,
    ReadModels models,
    EventDatabase database,
    TimeProvider clock,
    ILogger<SyncWorker> log
) : BackgroundService
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1),
        RetryInterval = TimeSpan.FromMinutes(1),
        MaxRetryTime = TimeSpan.FromHours(1);

    private const string UnknownReason =
        "It failed for an hour, whenever it was tried. The log of enrollment says why. A new sync writes the rest.";

    private readonly ConcurrentDictionary<Guid, Task> _running = [];

    /// <summary>The syncs that failed, and when they are tried again.</summary>
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _failed = [];

    /// <exception cref="OptionsValidationException">The settings of a source are wrong.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        log.LogInformation("People come from {Count} HR systems", sources.All.Count);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(CheckInterval, clock);
        try
        {
            do
            {
                try
                {
                    await RequestDue(stoppingToken);
                    await StartUnfinished(stoppingToken);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    log.LogWarning(e, "The syncs cannot be read and are read again");
                }
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        finally
        {
            await Task.WhenAll(_running.Values);
        }
    }

    private async Task RequestDue(CancellationToken ct)
    {
        foreach (var source in sources.All)
        {
            await using var scope = scopes.CreateAsyncScope();
            try
            {
                await scope.ServiceProvider.GetRequiredService<SyncRequests>().AddDue(source, ct);
            }
            catch (UniqueConflictException)
            {
                log.LogInformation("A sync of {Source} is running, so none is begun", source.Name);
            }
        }
    }

    private async Task StartUnfinished(CancellationToken ct)
    {
        foreach (var (id, again) in _failed)
            if (again <= clock.GetUtcNow())
                _failed.TryRemove(id, out _);
        foreach (var id in await SyncsProjection.FindUnfinished(models, ct))
            if (!_failed.ContainsKey(id) && !_running.ContainsKey(id))
                _running[id] = Task.Run(() => Run(new(id), ct), ct);
    }

    private async Task Run(SyncId id, CancellationToken ct)
    {
        try
        {
            await using var held = await database.TryLock($"sync {id.Value}", ct);
            if (held is not null)
                await RunLocked(id, ct);
        }
        catch (Exception e)
        {
            if (!ct.IsCancellationRequested)
                log.LogError(e, "The sync {Id} failed and is tried again in a minute", id.Value);
            _failed[id.Value] = clock.GetUtcNow() + RetryInterval;
        }
        finally
        {
            _running.TryRemove(id.Value, out _);
        }
    }

    private async Task RunLocked(SyncId id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<AuditContext>().Metadata = new(CausationId: $"{id.Value}");
        var runner = services.GetRequiredService<SyncRunner>();
        try
        {
            await runner.Run(id, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            var sync = await runner.Read(id, ct);
            var isTransient = e is not HrisException { IsTransient: false };
            if (isTransient && sync!.LastStepAt + MaxRetryTime > clock.GetUtcNow())
                throw;
            log.LogError(e, "The sync {Id} failed", id.Value);
            await runner.Fail(id, e is HrisException ? e.Message : UnknownReason, ct);
        }
    }
}
