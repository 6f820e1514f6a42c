using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>The applicant withdraws, before or after approval; a place that they held is free again.</summary>
public static class WithdrawApplication
{
    public static async Task<NoContent> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels models,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (person, now) = (new PersonId(user.Id()), clock.GetUtcNow());
        await events.Update(writes => Append(writes, models, id, person, now, ct), ct);
        return TypedResults.NoContent();
    }

    internal static async Task Append(
        StreamWrites writes,
        ReadModels models,
        Guid id,
        PersonId by,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var application = await writes.Fetch<Application, ApplicationEvent>(id, Application.Evolve);
        writes.Append<Application, ApplicationEvent>(id, Decide(application, by, now));
        if (application is { WasApproved: true })
            await ReleaseCapacity(writes, models, application, now, ct);
    }

    public static ApplicationEvent[] Decide(Application? application, PersonId by, DateTimeOffset now) =>
        application switch
        {
            null => throw new DomainException(DomainError.NotFound, "No such application."),
            _ when application.Person != by => throw new DomainException(
                DomainError.Forbidden,
                "Only the applicant may withdraw."
            ),
            { Status: ApplicationStatus.Withdrawn } => [],
            { Status: ApplicationStatus.Rejected } => throw new DomainException(
                DomainError.Conflict,
                "The application was rejected."
            ),
            { } a => [new ApplicationWithdrawn(a.Id, a.Program, a.Person, a.SiteCode, a.Role, now)],
        };

    internal static async Task ReleaseCapacity(
        StreamWrites writes,
        ReadModels models,
        Application application,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var program = (
            await writes.Fetch<MentoringProgram, ProgramEvent>(application.Program.Value, MentoringProgram.Evolve)
        )!;
        if (!ProgramCapacity.IsLimited(program.Plan.Capacity))
            return;
        await ProgramCapacityProjection.Fetch(writes, models, program.CapacityId, ct);
        writes.Append<ProgramCapacity, ProgramCapacityEvent>(
            program.CapacityId.Value,
            ProgramCapacity.Release(application, program.Plan.Capacity, now)
        );
    }
}
