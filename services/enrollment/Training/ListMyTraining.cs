using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Training;

/// <summary>Lists the training modules of a program and how far the person who asks is with each.</summary>
public static class ListMyTraining
{
    /// <param name="State"><c>open</c>, <c>valid</c>, <c>dueSoon</c> (valid for at most 30 more days) or
    /// <c>lapsed</c>; all but a valid one can be completed now.</param>
    /// <param name="ValidMonths">For how many months a completion is valid; null for good.</param>
    /// <param name="CompletedOn">The day of the last completion, in UTC; null for none.</param>
    /// <param name="ValidUntil">The last day on which that completion is valid; null where it does not lapse.</param>
    public sealed record Module(
        string Code,
        string Title,
        ParticipantRole For,
        CompletionState State,
        int? ValidMonths,
        DateOnly? CompletedOn,
        DateOnly? ValidUntil,
        string? Text,
        string? Link,
        IReadOnlyList<string> Topics
    );

    public sealed record Response(IReadOnlyList<Module> Modules);

    public static async Task<Ok<Response>> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var program = await ProgramView.RequireViewProgram(id, user, events, ct);
        var person = await events.Read<Person, PersonEvent>(user.Id(), Person.Evolve, ct);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return TypedResults.Ok(
            new Response([.. program.Plan.Training.Select(m => ModuleOf(person.CompletionOf(program.Id, m), today))])
        );
    }

    private static Module ModuleOf(ModuleCompletion completion, DateOnly today)
    {
        var module = completion.Module;
        return new(
            module.Code,
            module.Title,
            module.For,
            completion.StateOn(today),
            module.ValidMonths,
            completion.CompletedOn,
            completion.ValidUntil,
            module.Text,
            module.Link,
            module.Topics ?? []
        );
    }
}
