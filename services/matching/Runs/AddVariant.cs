using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// A coordinator adds a variant to a run that is not reviewed yet: the same cohort under another policy.
/// </summary>
public static class AddVariant
{
    /// <param name="Variant">Its number in the run.</param>
    public sealed record Response(int Variant);

    public static async Task<Created<Response>> Handle(
        Guid id,
        VariantRequest request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        var run = await events.RequireManageRun(id, user, ct);
        var first = run.Variants[Variant.First];
        var (policy, terms) = request.ApplyTo(first.Policy, first.Terms, run.Kind);
        var number = 0;
        await events.Update<Run, RunEvent>(
            id,
            Run.Evolve,
            current =>
            {
                number = (current?.Variants.Count ?? 0) + 1;
                return Decide(current, number, policy, terms, by, now);
            },
            ct
        );
        return TypedResults.Created(
            string.Create(CultureInfo.InvariantCulture, $"/runs/{id}/variants/{number}"),
            new Response(number)
        );
    }

    public static RunEvent[] Decide(
        Run? run,
        int number,
        Policy policy,
        VariantTerms terms,
        PersonId by,
        DateTimeOffset now
    ) =>
        run switch
        {
            null => throw new DomainException(DomainError.NotFound, "No such run."),
            { Decision: not null } => throw new DomainException(
                DomainError.Conflict,
                "The run is reviewed: its variants are no longer compared."
            )
            {
                Code = "run-not-draft",
            },
            _ when number > RequestRun.MaxVariants => throw new DomainException(
                DomainError.Conflict,
                $"A run has at most {RequestRun.MaxVariants} variants: request another run."
            )
            {
                Code = "too-many-variants",
            },
            _ => [new VariantRequested(run.Id, number, policy, terms, by, now)],
        };
}
