using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Syncs;

/// <summary>The people administration approves the changes of a held sync; they are written then.</summary>
public static class ApproveSync
{
    /// <param name="Plan">The number of the plan whose changes are approved, as the sync shows it.</param>
    public sealed record Request(int Plan, string Reason);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).NotEmpty().Text();
    }

    public static async Task<NoContent> Handle(
        Guid id,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.Id(), clock.GetUtcNow());
        var reason = new PersonalText(by, request.Reason);
        await events.Update<Sync, SyncEvent>(id, Sync.Evolve, sync => Decide(sync, request.Plan, by, reason, now), ct);
        return TypedResults.NoContent();
    }

    public static SyncEvent[] Decide(Sync? sync, int plan, Guid by, PersonalText reason, DateTimeOffset now)
    {
        var held = HeldSync.Require(sync);
        return held.Plan == plan
            ? [new SyncApproved(held.Id, by, reason, now)]
            : throw new DomainException(
                DomainError.Conflict,
                $"The sync has a new plan, {held.Plan}. Look at its changes, and approve that one."
            );
    }
}

/// <summary>The people administration rejects the changes of a held sync: nothing is written.</summary>
public static class RejectSync
{
    public sealed record Request(string Reason);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).NotEmpty().Text();
    }

    public static async Task<NoContent> Handle(
        Guid id,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.Id(), clock.GetUtcNow());
        var reason = new PersonalText(by, request.Reason);
        await events.Update<Sync, SyncEvent>(id, Sync.Evolve, sync => Decide(sync, by, reason, now), ct);
        return TypedResults.NoContent();
    }

    public static SyncEvent[] Decide(Sync? sync, Guid by, PersonalText reason, DateTimeOffset now) =>
        [new SyncRejected(HeldSync.Require(sync).Id, by, reason, now)];
}

/// <summary>
/// The people administration stops a sync. One that is writing stops before its next batch: what is written stays.
/// </summary>
public static class CancelSync
{
    public static async Task<NoContent> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.Id(), clock.GetUtcNow());
        await events.Update<Sync, SyncEvent>(id, Sync.Evolve, sync => Decide(sync, by, now), ct);
        return TypedResults.NoContent();
    }

    public static SyncEvent[] Decide(Sync? sync, Guid by, DateTimeOffset now) =>
        sync switch
        {
            null => throw HeldSync.NotFound(),
            { Status: SyncStatus.Cancelled } => [],
            { HasEnded: true } => throw new DomainException(DomainError.Conflict, "The sync has ended."),
            _ => [new SyncCancelled(sync.Id, by, now)],
        };
}

internal static class HeldSync
{
    public static Sync Require(Sync? sync) =>
        sync switch
        {
            null => throw NotFound(),
            { Status: SyncStatus.Held } => sync,
            _ => throw new DomainException(
                DomainError.Conflict,
                $"The sync does not wait for an approval: its status is {EnumText.Of(sync.Status)}."
            ),
        };

    public static DomainException NotFound() => new(DomainError.NotFound, "No such sync.");
}
