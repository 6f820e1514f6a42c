using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Syncs;

/// <summary>The people administration asks for a sync of an HR system.</summary>
public static class RequestSync
{
    /// <param name="Source">The name of the HR system in the settings.</param>
    /// <param name="Mode"><c>full</c> or <c>delta</c>; by default a delta where an earlier sync permits one.</param>
    /// <param name="NeedsApproval">The sync only shows what would change, until it is approved.</param>
    public sealed record Request(
        string Source,
        SyncMode? Mode = null,
        bool NeedsApproval = false,
        string? Reason = null
    );

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Source).Line(40);
            RuleFor(r => r.Reason).Text();
        }
    }

    public static async Task<Accepted<CreatedId>> Handle(
        Request request,
        ClaimsPrincipal user,
        HrSources sources,
        SyncRequests requests,
        CancellationToken ct
    )
    {
        if (sources.Find(request.Source) is not { } source)
            throw new InvalidFieldException(
                "source",
                sources.All.Count == 0
                    ? "is not known: no HR system is configured"
                    : $"must be one of {string.Join(", ", sources.All.Select(s => s.Name).Order())}"
            );
        var by = user.Id();
        var reason = request.Reason is { } text ? new PersonalText(by, text) : (PersonalText?)null;
        var origin = new SyncOrigin(SyncTrigger.Person, by, reason);
        var id = await requests.Add(source, request.Mode, request.NeedsApproval, origin, ct);
        return TypedResults.Accepted($"/syncs/{id.Value}", new CreatedId(id.Value));
    }
}

/// <summary>What asked for a sync, and why.</summary>
/// <param name="By">The person who asked; null for other triggers.</param>
public sealed record SyncOrigin(SyncTrigger Trigger, Guid? By = null, PersonalText? Reason = null);

/// <summary>Starts syncs of HR systems, for a person, for the schedule or for a webhook.</summary>
public sealed class SyncRequests(
    EventStreams events,
    ReadModels models,
    IOptions<SyncSettings> settings,
    TimeProvider clock
)
{
    /// <summary>An HR system that sends a webhook for each of many changes is read once a minute.</summary>
    internal static readonly TimeSpan WebhookInterval = TimeSpan.FromMinutes(1);

    /// <summary>Starts a sync of the source if the schedule or a webhook asks for one and none is running.</summary>
    public async Task AddDue(HrSource source, CancellationToken ct)
    {
        if (source is { Settings.Interval: null, WebhookKey: null })
            return;
        var last = await SyncsProjection.Last(models, source.Name, ct);
        if (last is { EndedAt: null })
            return;
        var noticed = await events.Load<ChangeNotice>(ChangeNotice.IdOf(source.Name), ct);
        var interval = source.Settings.Interval;
        if (FindTrigger(interval, last?.RequestedAt, noticed?.At, clock.GetUtcNow()) is not { } trigger)
            return;
        var mode = trigger == SyncTrigger.Webhook ? SyncMode.Delta : (SyncMode?)null;
        await Add(source, mode, needsApproval: false, new(trigger), ct);
    }

    public async Task<SyncId> Add(
        HrSource source,
        SyncMode? mode,
        bool needsApproval,
        SyncOrigin origin,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var id = new SyncId(Guid.CreateVersion7(now));
        var (last, lastFull) = await SyncsProjection.LastCompleted(models, source.Name, ct);
        var requested = Decide(id, source, mode, last, lastFull, settings.Value.FullInterval, now) with
        {
            NeedsApproval = needsApproval || source.Settings.NeedsApproval,
            Trigger = origin.Trigger,
            By = origin.By,
            Reason = origin.Reason,
        };
        await events.Update<Sync, SyncEvent>(id.Value, Sync.Evolve, _ => [requested], ct);
        return id;
    }

    /// <summary>A delta needs an earlier sync, and from time to time all people are read.</summary>
    public static SyncRequested Decide(
        SyncId id,
        HrSource source,
        SyncMode? mode,
        CompletedSync? last,
        CompletedSync? lastFull,
        TimeSpan fullInterval,
        DateTimeOffset now
    )
    {
        var isFullDue = lastFull is null || lastFull.RequestedAt + fullInterval <= now;
        var wanted = mode ?? (isFullDue ? SyncMode.Full : SyncMode.Delta);
        var watermark = wanted == SyncMode.Delta ? last?.Watermark : null;
        var actual = watermark is null ? SyncMode.Full : SyncMode.Delta;
        return new(id, source.Name, actual, watermark, NeedsApproval: false, SyncTrigger.Schedule, null, null, now);
    }

    /// <summary>What asks for a sync now; null where nothing does.</summary>
    /// <param name="last">When the last sync was requested.</param>
    /// <param name="noticed">When the HR system last said that something has changed.</param>
    public static SyncTrigger? FindTrigger(
        TimeSpan? interval,
        DateTimeOffset? last,
        DateTimeOffset? noticed,
        DateTimeOffset now
    ) =>
        interval is { } due && !(last + due > now) ? SyncTrigger.Schedule
        : noticed is { } at && !(last >= at) && !(last + WebhookInterval > now) ? SyncTrigger.Webhook
        : null;
}
