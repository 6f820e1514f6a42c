using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Reaches the deadlines of a service when they are due, the oldest first, each in a transaction of its own.
/// </summary>
/// <remarks>
/// The deadlines are in the database, so none is lost over a restart: those that became due in between are reached
/// late. One process of a service works at a time; an advisory lock sees to it. A deadline that fails does not stop the
/// others, and is tried again later.
/// </remarks>
public sealed class DeadlineWorker(
    DeadlinesProjection deadlines,
    IServiceScopeFactory scopes,
    ReadModels tables,
    EventDatabase database,
    TimeProvider clock,
    ILogger<DeadlineWorker> log
) : BackgroundService
{
    private const int PageSize = 100;

    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1),
        RetryInterval = TimeSpan.FromMinutes(1);

    /// <summary>The deadlines that failed, and when they are tried again.</summary>
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _failed = [];

    private sealed record DueDeadline(
        Guid Id,
        string Kind,
        Guid Stream,
        DateTimeOffset DueAt,
        Guid Cause,
        string? Correlation
    );

    /// <summary>Reaches everything that is due, unless another process does so at this moment.</summary>
    public async Task Run(CancellationToken ct)
    {
        if (await FindDue(ct) is [])
            return;
        await using var held = await database.TryLock("deadlines", ct);
        if (held is null)
            return;
        while (await FindDue(ct) is [_, ..] due)
            foreach (var deadline in due)
                await Reach(deadline, ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(CheckInterval, clock);
        do
        {
            try
            {
                await Run(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(e, "The deadlines cannot be read and are read again");
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<IReadOnlyList<DueDeadline>> FindDue(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var again in _failed.Where(f => f.Value <= now))
            _failed.TryRemove(again);
        var waiting = _failed.Keys.ToArray();
        return await tables.Query<DueDeadline>(
            $"""
            select id, kind, stream, due_at, cause, correlation from deadlines
            where due_at <= {now} and id <> all({waiting}) order by due_at, id limit {PageSize}
            """,
            ct
        );
    }

    private async Task Reach(DueDeadline due, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<AuditContext>().Metadata = new(
                CorrelationId: due.Correlation,
                CausationId: $"{due.Cause}"
            );
            await scope
                .ServiceProvider.GetRequiredService<EventStreams>()
                .Update(
                    writes =>
                        deadlines.Rules[due.Kind].Reach(new(due.Id, due.Stream, due.DueAt), writes, clock.GetUtcNow()),
                    ct
                );
            if (await IsCleared(due, ct))
                return;
            log.LogError("The deadline {Id} ({Kind}) was reached but is still due", due.Id, due.Kind);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && !e.IsDatabaseOutage())
        {
            log.LogError(e, "The deadline {Id} ({Kind}) failed and is tried again in a minute", due.Id, due.Kind);
        }

        _failed[due.Id] = clock.GetUtcNow() + RetryInterval;
    }

    private async Task<bool> IsCleared(DueDeadline due, CancellationToken ct) =>
        await tables.QueryFirstOrDefault<Guid?>(
            $"select id from deadlines where id = {due.Id} and due_at <= {clock.GetUtcNow()}",
            ct
        )
            is null;
}
