using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Training;

/// <summary>
/// A person completes a training module of a program, as they say themselves, or as the people administration or a
/// coordinator of theirs records it. A module whose completion is valid for a time is completed again in the last 30
/// days of that time, or later.
/// </summary>
public static class CompleteTraining
{
    /// <param name="Program">The program whose module it is.</param>
    /// <param name="Module">The module's code.</param>
    /// <param name="Person">Who completed it; left out for oneself.</param>
    public sealed record Request(Guid Program, string Module, Guid? Person = null);

    public static async Task<NoContent> Handle(
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (learner, now) = (request.Person ?? user.Id(), clock.GetUtcNow());
        await events.Update(
            async writes =>
            {
                var program = await writes.Fetch<MentoringProgram, ProgramEvent>(
                    request.Program,
                    MentoringProgram.Evolve
                );
                var person = await writes.Fetch<Person, PersonEvent>(learner, Person.Evolve);
                RequireRecordAccess(user, learner, person, request.Program);
                writes.Append<Person, PersonEvent>(learner, Decide(person, program, request.Module, now));
            },
            ct
        );
        return TypedResults.NoContent();
    }

    /// <exception cref="DomainException">The user may not record the training of this person.</exception>
    private static void RequireRecordAccess(ClaimsPrincipal user, Guid learner, Person? person, Guid program)
    {
        if (learner == user.Id() || user.HasRole(Roles.PeopleAdmin))
            return;
        var scope = user.ScopeOf(Roles.Coordinator);
        if (person?.Employment is not { } work || !scope.Covers(work.SiteCode, program, work.Department))
            throw new DomainException(
                DomainError.Forbidden,
                "Training of others is recorded by the people administration and by their coordinators."
            );
    }

    public static PersonEvent[] Decide(Person? person, MentoringProgram? program, string module, DateTimeOffset now)
    {
        if (person is null)
            throw new DomainException(DomainError.NotFound, "No such person.");
        MergedAway.RequireNone(person);
        if (program is null or { Status: ProgramStatus.Draft })
            throw new DomainException(DomainError.NotFound, "No such program.");
        if (program.Plan.Training.FirstOrDefault(m => m.Code == module) is not { } known)
            throw new DomainException(
                DomainError.Invalid,
                $"The program has no module '{module}'. "
                    + $"It has: {string.Join(", ", program.Plan.Training.Select(m => m.Code))}."
            );
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return person.CompletionOf(program.Id, known).StateOn(today) is CompletionState.Valid
            ? []
            : [new TrainingCompleted(person.Id, program.Id, module, now)];
    }
}
