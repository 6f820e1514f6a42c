using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Programs;

/// <summary>A program with all its settings. Its rubrics are shown to coordinators of its sites alone.</summary>
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

    /// <summary>The plan without what only coordinators of its sites see.</summary>
    internal static ProgramPlan PlanFor(MentoringProgram program, ClaimsPrincipal user) =>
        user.CoordinatesPartOf(program) ? program.Plan : program.Plan with { Selection = new() };
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
            new ProgramView(
                program.Id.Value,
                program.Status,
                program.GuidelinesVersion,
                ProgramView.PlanFor(program, user)
            )
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

/// <summary>
/// Shows the person who asks which eligibility rules they fulfil, each with its reason, and by what they are selected.
/// </summary>
public static class CheckEligibility
{
    /// <param name="Selection">The interview or assessment that is a part of the application, for one role or both;
    /// empty for none.</param>
    public sealed record Response(
        bool Eligible,
        IReadOnlyList<RuleResult> Rules,
        IReadOnlyList<SelectionView> Selection
    );

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
        var selection = program.Plan.Selection.For(role.Value).Select(rubric => rubric.ToView());
        return TypedResults.Ok(new Response(rules.All(r => r.Passed), rules, [.. selection]));
    }
}
