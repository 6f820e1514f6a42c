using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// A coordinator chooses one of the variants. Its proposals no longer change, and the other variants are never
/// published.
/// </summary>
public static class ReviewRun
{
    /// <param name="Variant">The one to go on with; needed where the run has several.</param>
    public sealed record Request(int? Variant = null);

    public static async Task<NoContent> Handle(
        Guid id,
        Request? request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        var variant = (await events.RequireManageRun(id, user, ct)).GetSelectedVariantOrThrow(request?.Variant).Number;
        await events.Update<Run, RunEvent>(id, Run.Evolve, run => Decide(run, variant, by, now), ct);
        return TypedResults.NoContent();
    }

    public static RunEvent[] Decide(Run? run, int variant, PersonId by, DateTimeOffset now) =>
        run switch
        {
            null => throw new DomainException(DomainError.NotFound, "No such run."),
            { Decision: not null } when run.ChosenVariant == variant => [],
            { Decision: not null } => throw new DomainException(
                DomainError.Conflict,
                $"The run was reviewed with variant {run.ChosenVariant}."
            )
            {
                Code = "variant-not-chosen",
            },
            { State: RunState.Requested or RunState.Computing } => throw new DomainException(
                DomainError.Conflict,
                "The run is still being computed: wait, or cancel what is not needed."
            )
            {
                Code = "run-not-draft",
            },
            _ when !run.IsDraft(variant) => throw new DomainException(
                DomainError.Conflict,
                $"Variant {variant} failed or was cancelled: resume it, or take another."
            )
            {
                Code = "run-not-draft",
            },
            _ when run.GetVariantOrThrow(variant).Terms.Capacity is { ExtraPerMentor: > 0 } =>
                throw new DomainException(
                    DomainError.Conflict,
                    "The variant counts places that no mentor offers: it can be compared, not published."
                )
                {
                    Code = "beyond-capacity",
                },
            _ => [new RunReviewed(run.Id, by, now, variant)],
        };
}
