using System.Security.Claims;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Findings;

internal static class FindingAccess
{
    /// <summary>Decides on a finding of a program of which the user coordinates a site.</summary>
    /// <exception cref="DomainException">There is no such program or finding, or the user coordinates none of its
    /// sites.</exception>
    public static async Task UpdateFinding(
        this EventStreams events,
        Guid program,
        Guid id,
        ClaimsPrincipal user,
        Func<Finding, FindingEvent[]> decide,
        CancellationToken ct
    )
    {
        await events.RequireCoordinatedProgram(program, user, ct);
        await events.Update<Finding, FindingEvent>(
            id,
            Finding.Evolve,
            finding => decide(finding.RequireOf(program)),
            ct
        );
    }

    /// <exception cref="DomainException">There is no such finding, or it belongs to another program.</exception>
    public static Finding RequireOf(this Finding? finding, Guid program) =>
        finding?.Program.Value == program
            ? finding
            : throw new DomainException(DomainError.NotFound, "The program has no such finding.");

    /// <exception cref="DomainException">The finding is resolved or dismissed.</exception>
    public static void RequireUndecided(this Finding finding)
    {
        if (finding.IsDecided)
            throw new DomainException(
                DomainError.Conflict,
                $"The finding is {EnumText.Of(finding.Status)}. Reopen it first."
            );
    }
}
