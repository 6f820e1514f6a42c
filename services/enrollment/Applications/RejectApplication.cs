using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>A coordinator rejects an application, with a reason for the applicant.</summary>
public static class RejectApplication
{
    public const int MaxReasonLength = 2_000;

    /// <param name="Reason">What the applicant reads, up to 2,000 characters.</param>
    public sealed record Request(string Reason);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).Text(MaxReasonLength);
    }

    public static async Task<NoContent> Handle(
        Guid id,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        await events.Update(
            async writes =>
                writes.Append<Application, ApplicationEvent>(
                    id,
                    Decide(await writes.FetchVisible(id, user), request.Reason, now)
                ),
            ct
        );
        return TypedResults.NoContent();
    }

    public static ApplicationEvent[] Decide(Application? application, string reason, DateTimeOffset now) =>
        application switch
        {
            null => throw new DomainException(DomainError.NotFound, "No such application."),
            { Status: ApplicationStatus.Rejected } => [],
            { Status: ApplicationStatus.Submitted } a =>
            [
                new ApplicationRejected(
                    a.Id,
                    a.Program,
                    a.Person,
                    a.SiteCode,
                    a.Role,
                    ByRule: false,
                    new PersonalText(a.Person.Value, reason),
                    now
                ),
            ],
            _ => throw new DomainException(
                DomainError.Conflict,
                "Only an application that waits for an answer can be rejected."
            ),
        };
}
