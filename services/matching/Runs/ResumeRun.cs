using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// A coordinator resumes what was cancelled or failed. It is computed from the cohort that the run has recorded.
/// </summary>
public static class ResumeRun
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
    /// <param name="variant">The variant to resume; null for all that were cancelled or failed.</param>
    /// <param name="by">Who resumes.</param>
    /// <param name="now">When.</param>
    public static RunEvent[] Decide(Run? run, int? variant, PersonId by, DateTimeOffset now)
    {
        if (run is null)
            throw new DomainException(DomainError.NotFound, "No such run.");
        if (run.Decision is not null)
            throw new DomainException(DomainError.Conflict, "The run is reviewed: its variants are no longer compared.")
            {
                Code = "run-not-draft",
            };
        var selected = run.SelectVariants(variant);
        var ended = selected.Where(v => v.State is VariantState.Cancelled or VariantState.Failed).ToArray();
        return ended is not [] ? [.. ended.Select(v => new VariantResumed(run.Id, v.Number, by, now))]
            : selected.Any(v => v.State is VariantState.Waiting) ? []
            : throw new DomainException(DomainError.Conflict, "Nothing was cancelled or has failed.")
            {
                Code = "nothing-to-resume",
            };
    }
}
