using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Applications.Selection;

/// <summary>A coordinator cancels the interview of an applicant.</summary>
public static class CancelInterview
{
    public static async Task<NoContent> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.Id(), clock.GetUtcNow());
        await events.Update(
            async writes =>
            {
                var applicant = await writes.FetchApplicant(id, user);
                writes.Append<Application, ApplicationEvent>(id, Decide(applicant.Application, by, now));
            },
            ct
        );
        return TypedResults.NoContent();
    }

    public static ApplicationEvent[] Decide(Application application, Guid by, DateTimeOffset now) =>
        application switch
        {
            { Selection.Interview: null } => [],
            { Status: not ApplicationStatus.Submitted } => throw new DomainException(
                DomainError.Conflict,
                "The application is decided on or withdrawn: its interview takes place no more."
            ),
            { } a => [new InterviewCancelled(a.Id, a.Program, a.Person, by, now)],
        };
}
