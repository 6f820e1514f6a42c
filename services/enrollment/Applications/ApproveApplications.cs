using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>
/// A coordinator approves many applications within their scope in one call and reads the result for each. One below the
/// minimum score is not approved: that needs a reason of its own.
/// </summary>
public static class ApproveApplications
{
    /// <param name="Filter">Which waiting applications; left out where they are listed.</param>
    /// <param name="Applications">1 to 1,000 ids of applications; left out where a filter is given.</param>
    public sealed record Request(ManyApplications.Filter? Filter = null, IReadOnlyList<Guid>? Applications = null)
        : ManyApplications.ISelection;

    public sealed class Validator : ManyApplications.SelectionValidator<Request>;

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
            writes =>
            {
                var batch = new ApprovalBatch(writes, models, now, ct);
                return application => batch.Decide(application);
            },
            ct
        );
    }
}
