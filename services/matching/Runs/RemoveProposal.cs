using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Runs;

/// <summary>A coordinator removes a proposal from a draft, with a reason.</summary>
public static class RemoveProposal
{
    /// <param name="Reason">1 to 1,000 characters.</param>
    /// <param name="Variant">Whose draft is changed; needed where the run has several.</param>
    public sealed record Request(string? Reason, int? Variant = null);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).NotNull().Reason();
    }

    public static async Task<NoContent> Handle(
        Guid id,
        Guid mentee,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        RunAssignments assignments,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        var reason = new PersonalText(by.Value, request.Reason);
        var run = await events.RequireManageRun(id, user, ct);
        var variant = run.GetSelectedVariantOrThrow(request.Variant).Number;
        var first = await assignments.FirstOfPair(run, variant, new(mentee), ct);
        var proposed = await assignments.IsMatched(run.Id, variant, first, ct);
        await events.Update<Run, RunEvent>(
            id,
            Run.Evolve,
            current => Decide(current, variant, first, proposed, reason, by, now),
            ct
        );
        return TypedResults.NoContent();
    }

    /// <param name="run">The run.</param>
    /// <param name="variant">Whose draft is changed.</param>
    /// <param name="mentee">Whose proposal goes.</param>
    /// <param name="proposed">Whether the solver proposed a mentor to the mentee.</param>
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
            _ when !run.GetVariantOrThrow(variant).Proposes(mentee, proposed) => throw new DomainException(
                DomainError.NotFound,
                "The run has no proposal for this mentee."
            ),
            _ => [new ProposalRemoved(run.Id, mentee, reason, by, now, variant)],
        };
}
