using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Programs;

/// <summary>A coordinator publishes a program that lacks nothing: people may apply.</summary>
public static class PublishProgram
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
            { Status: ProgramStatus.Published } => [],
            { Status: ProgramStatus.Closed } => throw new DomainException(
                DomainError.Conflict,
                "The program is closed."
            ),
            _ when program.Plan.Missing() is { Count: > 0 } missing => throw new DomainException(
                DomainError.Conflict,
                $"The program is not complete. {string.Join(" ", missing.Select(m => m.Message))}"
            )
            {
                Code = "program-incomplete",
            },
            _ => [new ProgramPublished(program.Id, program.Plan, program.GuidelinesVersion, now)],
        };
}
