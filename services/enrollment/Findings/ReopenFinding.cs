using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Findings;

/// <summary>
/// A coordinator takes back that a finding was resolved or dismissed. An action that was planned for it is planned
/// again.
/// </summary>
public static class ReopenFinding
{
    public static async Task<NoContent> Handle(
        Guid program,
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.Id(), clock.GetUtcNow());
        await events.UpdateFinding(program, id, user, finding => Decide(finding, by, now), ct);
        return TypedResults.NoContent();
    }

    public static FindingEvent[] Decide(Finding finding, Guid by, DateTimeOffset now) =>
        finding.IsDecided ? [new FindingReopened(finding.Id, by, now)] : [];
}
