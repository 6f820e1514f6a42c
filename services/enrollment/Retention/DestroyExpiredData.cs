using PeerNetwork.Enrollment.Privacy;
using PeerNetwork.Enrollment.Syncs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Retention;

/// <summary>Destroys what the rules do not keep any more: the run of one day.</summary>
/// <remarks>
/// Each person and each sync has a transaction of its own, so that one that fails stops no other. A run that was
/// stopped begins again: what is destroyed is not found any more.
/// </remarks>
public sealed class DestroyExpiredData(
    IServiceScopeFactory scopes,
    ExpiredData expired,
    TimeProvider clock,
    ILogger<DestroyExpiredData> log
)
{
    private const int PageSize = 100;

    public async Task Run(DateOnly day, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var cutoffs = await Cutoffs(now, ct);
        if (cutoffs is [])
            return;
        foreach (var (kind, before) in cutoffs)
            await Destroy(day, kind, before, ct);
        await Append(day, new RetentionRunCompleted(day, clock.GetUtcNow()), ct);
    }

    private async Task<IReadOnlyList<(RetentionKind Kind, DateTimeOffset Before)>> Cutoffs(
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var events = scope.ServiceProvider.GetRequiredService<EventStreams>();
        var cutoffs = new List<(RetentionKind, DateTimeOffset)>();
        foreach (var kind in Enum.GetValues<RetentionKind>())
            if ((await RetentionRule.Read(events, kind, ct))?.CutoffAt(now) is { } before)
                cutoffs.Add((kind, before));
        return cutoffs;
    }

    private async Task Destroy(DateOnly day, RetentionKind kind, DateTimeOffset before, CancellationToken ct)
    {
        Guid? after = null;
        do
        {
            var page = await expired.Page(kind, before, new(after, PageSize), ct);
            var (destroyed, failed) = (0, 0);
            foreach (var item in page.Items)
                if (await TryDestroy(day, kind, item.Id, ct) is { } done)
                    (destroyed, failed) = done ? (destroyed + 1, failed) : (destroyed, failed + 1);
            if (destroyed + failed > 0)
                await Append(day, new ExpiredDataDestroyed(day, kind, destroyed, failed, clock.GetUtcNow()), ct);
            after = page.Next;
        } while (after is not null);
    }

    /// <returns>False where it failed; null where the data has to be kept after all, as after a return.</returns>
    private async Task<bool?> TryDestroy(DateOnly day, RetentionKind kind, Guid id, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var services = scope.ServiceProvider;
            services.GetRequiredService<AuditContext>().Metadata = new(CausationId: $"{RetentionRun.IdOf(day)}");
            var now = clock.GetUtcNow();
            if (kind == RetentionKind.SyncReports)
                await services.GetRequiredService<SyncReports>().Erase(new(id), now, ct);
            else
                await services
                    .GetRequiredService<EventStreams>()
                    .Update(writes => ErasePerson.Append(writes, id, ErasureReason.RetentionEnded, now), ct);
            return true;
        }
        catch (DomainException e)
        {
            log.LogInformation(e, "{Id} ({Kind}) is kept", id, kind);
            return null;
        }
        catch (Exception e) when (!ct.IsCancellationRequested && !e.IsDatabaseOutage())
        {
            log.LogError(e, "{Id} ({Kind}) could not be destroyed and is tried again by the next run", id, kind);
            return false;
        }
    }

    private async Task Append(DateOnly day, RetentionRunEvent e, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<EventStreams>()
            .Update<RetentionRun, RetentionRunEvent>(RetentionRun.IdOf(day), RetentionRun.Evolve, _ => [e], ct);
    }
}
