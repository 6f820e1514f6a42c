using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventStore;

namespace PeerNetwork.Matching.Runs;

/// <summary>A coordinator sends the proposals of a reviewed run to the people; that happens in batches, in the background.</summary>
public static class PublishRun
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
        { State: RunState.Publishing or RunState.Published } => [],
        { State: RunState.Reviewed } => [new PublicationRequested(run.Id, by, now)],
        _ => throw new RefusedException(Refusal.Conflict, "Only a reviewed run can be published.") { Code = "run-not-reviewed" },
    };
}
