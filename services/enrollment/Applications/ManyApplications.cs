using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>
/// What the decisions of a coordinator on many applications in one call share: which ones, and the result for each.
/// </summary>
/// <remarks>One transaction. What was decided stays so when the request is repeated.</remarks>
public static class ManyApplications
{
    public const int MaxApplications = 1000;

    /// <summary>The applications that a request is about.</summary>
    public interface ISelection
    {
        Filter? Filter { get; }

        IReadOnlyList<Guid>? Applications { get; }
    }

    public abstract class SelectionValidator<T> : AbstractValidator<T>
        where T : ISelection
    {
        protected SelectionValidator()
        {
            RuleFor(r => r.Filter)
                .Must((request, filter) => filter is not null != request.Applications is not null)
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
        Done,
        AlreadyDone,
        NotDone,
    }

    /// <param name="Applicant">Null where there is no such application for this coordinator.</param>
    /// <param name="Problem">Why it was not decided so; null otherwise.</param>
    public sealed record Result(Guid Application, Guid? Applicant, Outcome Outcome, ResultProblem? Problem = null);

    /// <param name="Type">The type of the problem, as a request for this application alone would get it.</param>
    public sealed record ResultProblem(string Type, string Detail);

    /// <param name="Results">One for each application, in the order of the request; for a filter, the oldest
    /// first.</param>
    /// <param name="Next">Where the next call with this filter goes on; null when nothing is left.</param>
    public sealed record Response(IReadOnlyList<Result> Results, Guid? Next);

    /// <param name="selection">Which applications.</param>
    /// <param name="user">The coordinator. Other applications than theirs do not exist.</param>
    /// <param name="events">Where the decisions are stored.</param>
    /// <param name="models">Where a filter looks.</param>
    /// <param name="begin">Begins a unit of work, which may be repeated: what it returns decides on one application. A
    /// rejected decision on one does not stop the others.</param>
    /// <param name="ct">Stops it.</param>
    internal static async Task<Ok<Response>> Decide(
        ISelection selection,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels models,
        Func<StreamWrites, Func<Application?, Task<ApplicationEvent[]>>> begin,
        CancellationToken ct
    )
    {
        var page = selection.Filter is { } filter
            ? await Find(filter, user, events, models, ct)
            : new Page<Guid>(selection.Applications!, null);
        List<Result> results = [];
        await events.Update(
            async writes =>
            {
                results = [];
                var decide = begin(writes);
                foreach (var id in page.Items)
                    results.Add(await Decide(id, user, writes, decide));
            },
            ct
        );
        return TypedResults.Ok(new Response(results, page.Next));
    }

    private static async Task<Result> Decide(
        Guid id,
        ClaimsPrincipal user,
        StreamWrites writes,
        Func<Application?, Task<ApplicationEvent[]>> decide
    )
    {
        Application? application = null;
        try
        {
            application = await writes.FetchVisible(id, user);
            var decided = await decide(application);
            writes.Append<Application, ApplicationEvent>(id, decided);
            return new(id, application!.Person.Value, decided is [] ? Outcome.AlreadyDone : Outcome.Done);
        }
        catch (DomainException e)
        {
            // What the same application alone would be answered with.
            return new(id, application?.Person.Value, Outcome.NotDone, new(Problems.Of(e).Type!, e.Message));
        }
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
