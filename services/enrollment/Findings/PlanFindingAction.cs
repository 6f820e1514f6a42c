using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Findings;

/// <summary>A coordinator says what is to be done about a finding, and until when; or plans it anew.</summary>
public static class PlanFindingAction
{
    private const int MaxActionLength = 500;

    /// <param name="Due">The last day on which it is not overdue.</param>
    public sealed record Request(string Action, DateOnly Due);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Action).Text(MaxActionLength);
            RuleFor(r => (DateOnly?)r.Due).Day();
        }
    }

    public static async Task<NoContent> Handle(
        Guid program,
        Guid id,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.Id(), clock.GetUtcNow());
        await events.UpdateFinding(program, id, user, finding => Decide(finding, request, by, now), ct);
        return TypedResults.NoContent();
    }

    public static FindingEvent[] Decide(Finding finding, Request request, Guid by, DateTimeOffset now)
    {
        finding.RequireUndecided();
        return finding.Action is { } action && (action.Text.Text, action.Due) == (request.Action, request.Due)
            ? []
            : [new FindingActionPlanned(finding.Id, new(by, request.Action), request.Due, by, now)];
    }
}
