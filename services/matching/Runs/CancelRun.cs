using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// A coordinator cancels the computation. It stops within seconds, on whichever replica, and can be resumed.
/// </summary>
public static class CancelRun
{
    /// <param name="variant">Of the route, or of the query; without it, all variants.</param>
    public static async Task<NoContent> Handle(
        Guid id,
        int? variant,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        await events.RequireManageRun(id, user, ct);
        await events.Update<Run, RunEvent>(id, Run.Evolve, run => Decide(run, variant, by, now), ct);
        return TypedResults.NoContent();
    }

    /// <param name="run">The run.</param>
    /// <param name="variant">The variant to cancel; null for all that wait.</param>
    /// <param name="by">Who cancels.</param>
    /// <param name="now">When.</param>
    public static RunEvent[] Decide(Run? run, int? variant, PersonId by, DateTimeOffset now)
    {
        if (run is null)
            throw new DomainException(DomainError.NotFound, "No such run.");
        var selected = run.SelectVariants(variant);
        var waiting = selected.Where(v => v.State is VariantState.Waiting).ToArray();
        return waiting is not [] ? [.. waiting.Select(v => new VariantCancelled(run.Id, v.Number, by, now))]
            : selected.Any(v => v.State is VariantState.Cancelled) ? []
            : throw new DomainException(DomainError.Conflict, "Nothing is being computed that could be cancelled.")
            {
                Code = "nothing-to-cancel",
            };
    }
}
