using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>
/// A coordinator rejects many applications within their scope in one call, with one reason that each applicant reads,
/// and reads the result for each.
/// </summary>
public static class RejectApplications
{
    /// <param name="Reason">What the applicants read, up to 2,000 characters.</param>
    /// <param name="Filter">Which waiting applications; left out where they are listed.</param>
    /// <param name="Applications">1 to 1,000 ids of applications; left out where a filter is given.</param>
    public sealed record Request(
        string Reason,
        ManyApplications.Filter? Filter = null,
        IReadOnlyList<Guid>? Applications = null
    ) : ManyApplications.ISelection;

    public sealed class Validator : ManyApplications.SelectionValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).Text(RejectApplication.MaxReasonLength);
    }

    public static Task<Ok<ManyApplications.Response>> Handle(
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels models,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        return ManyApplications.Decide(
            request,
            user,
            events,
            models,
            _ => application => Task.FromResult(RejectApplication.Decide(application, request.Reason, now)),
            ct
        );
    }
}
