using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Training;

/// <summary>Lists the training modules of a program and which of them the person who asks has completed.</summary>
public static class ListMyTraining
{
    public sealed record Module(
        string Code,
        string Title,
        ParticipantRole For,
        bool Completed,
        string? Text,
        string? Link,
        IReadOnlyList<string> Topics
    );

    public sealed record Response(IReadOnlyList<Module> Modules);

    public static async Task<Ok<Response>> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    )
    {
        var program = await ProgramView.RequireViewProgram(id, user, events, ct);
        var person = await events.Read<Person, PersonEvent>(user.Id(), Person.Evolve, ct);
        return TypedResults.Ok(
            new Response([
                .. program.Plan.Training.Select(m => new Module(
                    m.Code,
                    m.Title,
                    m.For,
                    person?.HasCompleted(program.Id, m.Code) is true,
                    m.Text,
                    m.Link,
                    m.Topics ?? []
                )),
            ])
        );
    }
}
