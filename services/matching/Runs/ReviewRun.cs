using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventStore;

namespace PeerNetwork.Matching.Runs;

/// <summary>A coordinator looked through the draft and stands by it; its proposals no longer change.</summary>
public static class ReviewRun
{
    public static async Task<NoContent> Handle(Guid id, ClaimsPrincipal user, EventStreams events, TimeProvider clock, CancellationToken ct)
    {
        var (by, now) = (user.Person(), clock.GetUtcNow());
        await events.NeedCareOfRun(id, user, ct);
        await events.Update<Run, RunEvent>(id, Run.Evolve, run => Decide(run, by, now), ct);
        return TypedResults.NoContent();
    }

    public static RunEvent[] Decide(Run? run, PersonId by, DateTimeOffset now) => run switch
    {
        null => throw new RefusedException(Refusal.Missing, "No such run."),
        { State: RunState.Draft } => [new RunReviewed(run.Id, by, now)],
        { State: RunState.Requested or RunState.Computing } =>
            throw new RefusedException(Refusal.Conflict, "The run is still being computed.") { Code = "run-not-draft" },
        { State: RunState.Failed } => throw new RefusedException(Refusal.Conflict, "The run failed: request another.") { Code = "run-not-draft" },
        _ => [],
    };
}
