using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Programs;

/// <summary>A coordinator puts the settings of an earlier version in force again: that is a new version.</summary>
public static class RestoreProgramVersion
{
    public static async Task<NoContent> Handle(
        Guid id,
        long version,
        ChangeReason reason,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels models,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        await events.RequireCoordinatedProgram(id, user, ct);
        var plans = ProgramHistory.Plans(await events.History(id, ct));
        if (version < 1 || version > plans.Count)
            throw new DomainException(DomainError.NotFound, $"The program has the versions 1 to {plans.Count}.");
        return await ReviseProgram.Handle(id, plans[(int)version - 1], reason, user, events, models, clock, ct);
    }
}
