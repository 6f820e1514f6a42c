using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// A coordinator sends the proposals of the reviewed variant to the people; that happens in batches, in the background.
/// </summary>
public static class PublishRun
{
    /// <param name="Variant">The one that was reviewed, to be sure.</param>
    /// <param name="Reason">Why this one, 1 to 1,000 characters; needed where the run has several.</param>
    public sealed record Request(int? Variant = null, string? Reason = null);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).Reason();
    }

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
        var reason = request?.Reason is { } note ? new PersonalText(by.Value, note) : (PersonalText?)null;
        await events.RequireManageRun(id, user, ct);
        await events.Update<Run, RunEvent>(id, Run.Evolve, run => Decide(run, request?.Variant, reason, by, now), ct);
        return TypedResults.NoContent();
    }

    public static RunEvent[] Decide(Run? run, int? variant, PersonalText? reason, PersonId by, DateTimeOffset now) =>
        run switch
        {
            null => throw new DomainException(DomainError.NotFound, "No such run."),
            { Decision: null } => throw new DomainException(
                DomainError.Conflict,
                "Only a reviewed run can be published."
            )
            {
                Code = "run-not-reviewed",
            },
            _ when variant is { } asked && asked != run.ChosenVariant => throw new DomainException(
                DomainError.Conflict,
                $"Variant {run.ChosenVariant} was reviewed, and only that can be published."
            )
            {
                Code = "variant-not-chosen",
            },
            { Decision: RunState.Publishing or RunState.Published } => [],
            { Variants.Count: > 1 } when reason is null => throw new InvalidFieldException(
                "reason",
                "must say why this variant is published of those that were compared"
            ),
            _ => [new PublicationRequested(run.Id, by, now, run.ChosenVariant, reason)],
        };
}
