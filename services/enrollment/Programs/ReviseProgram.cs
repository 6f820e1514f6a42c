using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Programs;

/// <summary>
/// A coordinator states the settings of a program anew. A published one stays complete, and its change has a reason.
/// </summary>
public static class ReviseProgram
{
    public static async Task<NoContent> Handle(
        Guid id,
        ProgramPlan plan,
        ChangeReason reason,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels models,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        await models.RequireSites(new(id), plan.SiteCodes, user, ct);
        var now = clock.GetUtcNow();
        await events.Update<MentoringProgram, ProgramEvent>(
            id,
            MentoringProgram.Evolve,
            program => Decide(user.RequireManageProgram(program), plan, reason, now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static ProgramEvent[] Decide(
        MentoringProgram? program,
        ProgramPlan plan,
        ChangeReason reason,
        DateTimeOffset now
    ) =>
        program switch
        {
            null => throw new DomainException(DomainError.NotFound, "No such program."),
            { Status: ProgramStatus.Closed } => throw new DomainException(
                DomainError.Conflict,
                "The program is closed."
            ),
            _ when program.Plan.ContentEquals(plan) => [],
            { Status: ProgramStatus.Draft } =>
            [
                new DraftRevised(program.Id, plan, plan.Guidelines is null ? 0 : 1, now),
            ],
            _ when plan.Missing() is [var first, ..] => throw new DomainException(
                DomainError.Invalid,
                $"A published program stays complete. {first.Message}"
            ),
            _ when reason.Text is null => throw new InvalidFieldException(
                ChangeReason.Header,
                "must say why a published program changes"
            ),
            _ when SetsFirstLimit(program.Plan.Capacity, plan.Capacity) => throw new DomainException(
                DomainError.Conflict,
                "A limit can be changed or lifted, but not set for the first time once the program is published: "
                    + "more people may already be in."
            ),
            _ => [new ProgramRevised(program.Id, plan, NextGuidelines(program, plan), now)],
        };

    /// <summary>
    /// Places are counted only where they are limited, so the count of a later limit would begin too late.
    /// </summary>
    private static bool SetsFirstLimit(Capacity old, Capacity @new) =>
        (old.MaxMentors is null && @new.MaxMentors is not null)
        || (old.MaxMentees is null && @new.MaxMentees is not null);

    private static int NextGuidelines(MentoringProgram program, ProgramPlan plan) =>
        plan.Guidelines == program.Plan.Guidelines ? program.GuidelinesVersion : program.GuidelinesVersion + 1;
}
