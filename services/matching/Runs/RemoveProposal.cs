using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventStore;

namespace PeerNetwork.Matching.Runs;

/// <summary>A coordinator takes a proposal out of a draft and says why.</summary>
public static class RemoveProposal
{
    /// <param name="Reason">1 to 1,000 characters.</param>
    public sealed record Request(string? Reason);

    public static async Task<NoContent> Handle(
        Guid id, Guid mentee, Request request, ClaimsPrincipal user, EventStreams events, TimeProvider clock, CancellationToken ct)
    {
        var (by, now) = (user.Person(), clock.GetUtcNow());
        var reason = Care.ReasonOf(by, request.Reason);
        await events.NeedCareOfRun(id, user, ct);
        await events.Update<Run, RunEvent>(id, Run.Evolve, run => Decide(run, new(mentee), reason, by, now), ct);
        return TypedResults.NoContent();
    }

    public static RunEvent[] Decide(Run? run, PersonId mentee, Sealed reason, PersonId by, DateTimeOffset now) => run switch
    {
        null => throw new RefusedException(Refusal.Missing, "No such run."),
        { State: not RunState.Draft } =>
            throw new RefusedException(Refusal.Conflict, "Proposals can be removed only while the run is a draft.") { Code = "run-not-draft" },
        _ when !run.Open.Contains(mentee) => throw new RefusedException(Refusal.Missing, "The run has no proposal for this mentee."),
        _ => [new ProposalRemoved(run.Id, mentee, reason, by, now)],
    };
}
