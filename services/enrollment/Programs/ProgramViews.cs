using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Programs;

/// <summary>A program with all its settings.</summary>
/// <param name="GuidelinesVersion">The version that participants accept; 0 while there is no text.</param>
public sealed record ProgramView(Guid Id, ProgramStatus Status, int GuidelinesVersion, ProgramPlan Plan)
{
    /// <exception cref="DomainException">There is no such program, or it is a draft of sites that the user does not
    /// coordinate.</exception>
    public static async Task<MentoringProgram> RequireViewProgram(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    )
    {
        var program = await events.Read<MentoringProgram, ProgramEvent>(id, MentoringProgram.Evolve, ct);
        return user.MayViewProgram(program)
            ? program
            : throw new DomainException(DomainError.NotFound, "No such program.");
    }
}

/// <summary>Shows a program; a draft is seen by the coordinators of its sites alone.</summary>
public static class ShowProgram
{
    public static async Task<Ok<ProgramView>> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    )
    {
        var program = await ProgramView.RequireViewProgram(id, user, events, ct);
        return TypedResults.Ok(
            new ProgramView(program.Id.Value, program.Status, program.GuidelinesVersion, program.Plan)
        );
    }
}

/// <summary>Lists what a program lacks before it can be published.</summary>
public static class ValidateProgram
{
    public sealed record Response(bool Complete, IReadOnlyList<MissingField> Missing);

    public static async Task<Ok<Response>> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    )
    {
        var missing = (await ProgramView.RequireViewProgram(id, user, events, ct)).Plan.Missing();
        return TypedResults.Ok(new Response(missing.Count == 0, missing));
    }
}

/// <summary>Shows the person who asks which eligibility rules they fulfil, each with its reason.</summary>
public static class CheckEligibility
{
    public sealed record Response(bool Eligible, IReadOnlyList<RuleResult> Rules);

    public static async Task<Ok<Response>> Handle(
        Guid id,
        EnumParameter<ParticipantRole> role,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var program = await ProgramView.RequireViewProgram(id, user, events, ct);
        var person =
            await events.Read<Person, PersonEvent>(user.Id(), Person.Evolve, ct)
            ?? throw new DomainException(DomainError.NotFound, "HR has not named you yet: no roster lists you.");
        var rules = program.Plan.Eligibility.Check(
            role.Value,
            program.Plan.SiteCodes,
            person,
            DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)
        );
        return TypedResults.Ok(new Response(rules.All(r => r.Passed), rules));
    }
}
