using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>A participant accepts a newer version of the program's guidelines.</summary>
public static class AcceptGuidelines
{
    public sealed record Request(int GuidelinesVersion);

    public static async Task<NoContent> Handle(
        Guid id,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (person, now) = (new PersonId(user.Id()), clock.GetUtcNow());
        await events.Update(
            async writes =>
            {
                var application = await writes.Fetch<Application, ApplicationEvent>(id, Application.Evolve);
                var program = application is null
                    ? null
                    : await writes.Fetch<MentoringProgram, ProgramEvent>(
                        application.Program.Value,
                        MentoringProgram.Evolve
                    );
                writes.Append<Application, ApplicationEvent>(
                    id,
                    Decide(application, program, request.GuidelinesVersion, person, now)
                );
            },
            ct
        );
        return TypedResults.NoContent();
    }

    public static ApplicationEvent[] Decide(
        Application? application,
        MentoringProgram? program,
        int version,
        PersonId by,
        DateTimeOffset now
    ) =>
        application switch
        {
            null => throw new DomainException(DomainError.NotFound, "No such application."),
            _ when application.Person != by => throw new DomainException(
                DomainError.Forbidden,
                "Only the participant may accept the guidelines."
            ),
            { Status: ApplicationStatus.Rejected or ApplicationStatus.Withdrawn } => throw new DomainException(
                DomainError.Conflict,
                "The application is no longer open."
            ),
            _ when version != program?.GuidelinesVersion => throw new DomainException(
                DomainError.Conflict,
                $"Version {program?.GuidelinesVersion} of the guidelines is in force: read and accept it."
            )
            {
                Code = "guidelines-not-current",
            },
            _ when version == application.GuidelinesVersion => [],
            _ => [new GuidelinesAccepted(application.Id, application.Program, application.Person, version, now)],
        };
}
