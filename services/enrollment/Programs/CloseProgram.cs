using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Programs;

/// <summary>A coordinator closes a program: it takes no more applications.</summary>
public static class CloseProgram
{
    public static async Task<NoContent> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        await events.Update<MentoringProgram, ProgramEvent>(
            id,
            MentoringProgram.Evolve,
            program => Decide(user.RequireManageProgram(program), now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static ProgramEvent[] Decide(MentoringProgram? program, DateTimeOffset now) =>
        program switch
        {
            null => throw new DomainException(DomainError.NotFound, "No such program."),
            { Status: ProgramStatus.Closed } => [],
            { Status: ProgramStatus.Draft } => throw new DomainException(
                DomainError.Conflict,
                "Only a published program can be closed."
            ),
            _ => [new ProgramClosed(program.Id, now)],
        };
}
