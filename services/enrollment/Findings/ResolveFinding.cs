using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Findings;

/// <summary>A coordinator names the version of the program that answers a finding.</summary>
public static class ResolveFinding
{
    /// <param name="Version">It revised the program after the finding was recorded.</param>
    public sealed record Request(long Version);

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
        await events.RequireCoordinatedProgram(program, user, ct);
        long[] revisions =
        [
            .. (await events.History(program, ct))
                .Where(e => e.Data is DraftRevised or ProgramRevised)
                .Select(e => e.Version),
        ];
        await events.Update<Finding, FindingEvent>(
            id,
            Finding.Evolve,
            finding => Decide(finding.RequireOf(program), request.Version, revisions, by, now),
            ct
        );
        return TypedResults.NoContent();
    }

    /// <param name="revisions">The versions that changed the plan of the program.</param>
    public static FindingEvent[] Decide(
        Finding finding,
        long version,
        IReadOnlyList<long> revisions,
        Guid by,
        DateTimeOffset now
    )
    {
        if (finding.ResolvedInVersion == version)
            return [];
        finding.RequireUndecided();
        if (!revisions.Any(revision => revision > finding.FoundInVersion))
            throw new DomainException(
                DomainError.Conflict,
                "The program was not revised since the finding was recorded. Revise the program first."
            );
        if (version <= finding.FoundInVersion || !revisions.Contains(version))
            throw new InvalidFieldException(
                "version",
                $"must be a version after version {finding.FoundInVersion} that changed the plan of the program"
            );
        return [new FindingResolved(finding.Id, version, by, now)];
    }
}
