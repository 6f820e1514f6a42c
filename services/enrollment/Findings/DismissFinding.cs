using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Findings;

/// <summary>A coordinator says why the program does not change because of a finding.</summary>
public static class DismissFinding
{
    public sealed record Request(string Reason);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).Reason();
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
        await events.UpdateFinding(program, id, user, finding => Decide(finding, request.Reason, by, now), ct);
        return TypedResults.NoContent();
    }

    public static FindingEvent[] Decide(Finding finding, string reason, Guid by, DateTimeOffset now)
    {
        if (finding.Status is FindingStatus.Dismissed)
            return [];
        finding.RequireUndecided();
        return [new FindingDismissed(finding.Id, new(by, reason), by, now)];
    }
}
