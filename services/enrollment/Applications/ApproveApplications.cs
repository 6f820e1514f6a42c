using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>
/// A coordinator approves many applications within their scope in one call and reads the result for each.
/// </summary>
/// <remarks>One transaction. What was approved stays so when the request is repeated.</remarks>
public static class ApproveApplications
{
    public const int MaxApplications = 1000;

    /// <param name="Filter">Which waiting applications; left out where they are listed.</param>
    /// <param name="Applications">1 to 1,000 ids of applications; left out where a filter is given.</param>
    public sealed record Request(Filter? Filter = null, IReadOnlyList<Guid>? Applications = null);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Filter)
                .Must((request, filter) => filter is null != request.Applications is null)
                .WithMessage("or applications must be given, not both");
            RuleFor(r => r.Applications)
                .Must(ids => ids is null or { Count: >= 1 and <= MaxApplications })
                .WithMessage($"must have 1 to {MaxApplications} ids")
                .Must(ids => ids is null || ids.Distinct().Count() == ids.Count)
                .WithMessage("must not repeat an id");
        }
    }

    /// <summary>
    /// The applications of one program that wait for a decision, at most 1,000 in a call, the oldest first.
    /// </summary>
    /// <param name="Site">One of the coordinator's sites; null for all of them.</param>
    /// <param name="Role">Null for all roles.</param>
    /// <param name="SubmittedBefore">Null for all.</param>
    /// <param name="After">The id in <c>next</c> of the answer before; null to begin.</param>
    public sealed record Filter(
        Guid Program,
        string? Site = null,
        ParticipantRole? Role = null,
        DateTimeOffset? SubmittedBefore = null,
        Guid? After = null
    );

    public enum Outcome
    {
        Approved,
        AlreadyApproved,
        NotApproved,
    }

    /// <param name="Applicant">Null where there is no such application for this coordinator.</param>
    /// <param name="Problem">Why it was not approved; null otherwise.</param>
    public sealed record Result(Guid Application, Guid? Applicant, Outcome Outcome, ResultProblem? Problem = null);

    /// <param name="Type">The type of the problem, as a request for this application alone would get it.</param>
    public sealed record ResultProblem(string Type, string Detail);

    /// <param name="Results">One for each application, in the order of the request; for a filter, the oldest
    /// first.</param>
    /// <param name="Next">Where the next call with this filter goes on; null when nothing is left.</param>
    public sealed record Response(IReadOnlyList<Result> Results, Guid? Next);

    public static async Task<Ok<Response>> Handle(
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels models,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var page = request.Filter is { } filter
            ? await Find(filter, user, events, models, ct)
            : new Page<Guid>(request.Applications!, null);
        IReadOnlyList<Result> results = [];
        await events.Update(
            async writes => results = await new ApprovalBatch(writes, models, user, now, ct).Approve(page.Items),
            ct
        );
        return TypedResults.Ok(new Response(results, page.Next));
    }

    private static async Task<Page<Guid>> Find(
        Filter filter,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels models,
        CancellationToken ct
    )
    {
        await ProgramView.RequireViewProgram(filter.Program, user, events, ct);
        var inScope = user.ScopeOf(Roles.Coordinator)
            .ToSql("a.site", "a.program", "(select department from people where id = a.person)");
        var role = filter.Role?.ToString().ToLowerInvariant();
        return await models.Page<Guid>(
            $"""
            select a.id from applications a
            where a.program = {filter.Program} and a.status = 'submitted'
              and {inScope}
              and ({filter.Site}::text is null or a.site = {filter.Site}) and ({role}::text is null or a.role = {role})
              and ({filter.SubmittedBefore}::timestamptz is null or a.submitted_at < {filter.SubmittedBefore})
            """,
            new(filter.After, MaxApplications),
            id => id,
            ct
        );
    }
}
