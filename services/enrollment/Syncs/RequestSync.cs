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
        var id = await requests.Add(source, request.Mode, request.NeedsApproval, by, reason, ct);
        return TypedResults.Accepted($"/syncs/{id.Value}", new CreatedId(id.Value));
    }
}

/// <summary>Starts syncs of HR systems, for a person or for the schedule.</summary>
public sealed class SyncRequests(
    EventStreams events,
    ReadModels models,
    IOptions<SyncSettings> settings,
    TimeProvider clock
)
{
    /// <param name="by">Null for the schedule.</param>
    public async Task<SyncId> Add(
        HrSource source,
        SyncMode? mode,
        bool needsApproval,
        Guid? by,
        PersonalText? reason,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var id = new SyncId(Guid.CreateVersion7(now));
        var (last, lastFull) = await SyncsProjection.LastCompleted(models, source.Name, ct);
        var requested = Decide(id, source, mode, last, lastFull, settings.Value.FullInterval, now) with
        {
            NeedsApproval = needsApproval || source.Settings.NeedsApproval,
            By = by,
            Reason = reason,
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
        return new(id, source.Name, actual, watermark, NeedsApproval: false, By: null, Reason: null, now);
    }
}
