using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Runs;

/// <summary>A coordinator takes a proposal out of a draft and says why.</summary>
public static class RemoveProposal
{
    /// <param name="Reason">1 to 1,000 characters.</param>
    /// <param name="Variant">Whose draft is changed; needed where the run has several.</param>
    public sealed record Request(string? Reason, int? Variant = null);

    public static async Task<NoContent> Handle(
        Guid id,
        Guid mentee,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        RunFigures figures,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.Person(), clock.GetUtcNow());
        var reason = Care.ReasonOf(by, request.Reason);
        var variant = (await events.NeedCareOfRun(id, user, ct)).NeedOne(request.Variant).Number;
        var proposed = await figures.IsMatched(new(id), variant, new(mentee), ct);
        await events.Update<Run, RunEvent>(
            id,
            Run.Evolve,
            run => Decide(run, variant, new(mentee), proposed, reason, by, now),
            ct
        );
        return TypedResults.NoContent();
    }

    /// <param name="run">The run.</param>
    /// <param name="variant">Whose draft is changed.</param>
    /// <param name="mentee">Whose proposal goes.</param>
    /// <param name="proposed">Whether the solver proposed anybody to the mentee.</param>
    /// <param name="reason">Why.</param>
    /// <param name="by">Who removes it.</param>
    /// <param name="now">When.</param>
    public static RunEvent[] Decide(
        Run? run,
        int variant,
        PersonId mentee,
        bool proposed,
        PersonalText reason,
        PersonId by,
        DateTimeOffset now
    ) =>
        run switch
        {
            null => throw new DomainException(DomainError.NotFound, "No such run."),
            _ when !run.IsDraft(variant) => throw new DomainException(
                DomainError.Conflict,
                "Proposals can be removed only while the run is a draft."
            )
            {
                Code = "run-not-draft",
            },
            _ when !run.Need(variant).Proposes(mentee, proposed) => throw new DomainException(
                DomainError.NotFound,
                "The run has no proposal for this mentee."
            ),
            _ => [new ProposalRemoved(run.Id, mentee, reason, by, now, variant)],
        };
}
