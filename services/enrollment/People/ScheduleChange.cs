using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People;

/// <summary>
/// The people administration says what changes for a person, and from which day on. A day that has already begun is
/// possible: the change then takes effect at once.
/// </summary>
public static class ScheduleChange
{
    private const int MaxScheduled = 100;

    /// <param name="On">The first day for which the change holds, in the time zone of the person's site.</param>
    /// <param name="SiteCode">The new site; a field that is left out stays as it is.</param>
    /// <param name="Manager">The id of the new line manager.</param>
    /// <param name="WorkingTime">In percent of full time, 1 to 150.</param>
    /// <param name="WorkMode"><c>onSite</c>, <c>hybrid</c> or <c>remote</c>.</param>
    /// <param name="OtherJobs">All jobs beside the main one from then on, up to 10; an empty list for none.</param>
    /// <param name="Clear">The facts of which nothing is known any more.</param>
    /// <param name="Status"><c>active</c> for a start or a return, <c>onLeave</c> or <c>left</c>.</param>
    public sealed record Request(
        DateOnly On,
        string? SiteCode = null,
        Guid? Manager = null,
        string? Department = null,
        string? JobTitle = null,
        int? JobLevel = null,
        string? CostCentre = null,
        int? WorkingTime = null,
        WorkMode? WorkMode = null,
        EmploymentStatus? Status = null,
        IReadOnlyList<ClearableFact>? Clear = null,
        IReadOnlyList<OtherJobRequest>? OtherJobs = null
    )
    {
        /// <summary>The facts that get a value.</summary>
        internal IEnumerable<ClearableFact> SetFacts =>
            new (ClearableFact Fact, object? Value)[]
            {
                (ClearableFact.Manager, Manager),
                (ClearableFact.Department, Department),
                (ClearableFact.JobTitle, JobTitle),
                (ClearableFact.JobLevel, JobLevel),
                (ClearableFact.CostCentre, CostCentre),
                (ClearableFact.WorkingTime, WorkingTime),
                (ClearableFact.WorkMode, WorkMode),
            }
                .Where(f => f.Value is not null)
                .Select(f => f.Fact);
    }

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => (DateOnly?)r.On).Day();
            RuleFor(r => r.Department).Line(100).NoFormula();
            RuleFor(r => r.JobTitle).Line().NoFormula();
            RuleFor(r => r.JobLevel).InclusiveBetween(0, 1000);
            RuleFor(r => r.CostCentre).Line(100).NoFormula();
            RuleFor(r => r.WorkingTime)
                .InclusiveBetween(WorkingTime.Min, WorkingTime.Max)
                .WithMessage(WorkingTime.Message);
            RuleFor(r => r.OtherJobs)
                .Must(jobs => jobs is null || (jobs.Count <= OtherJob.MaxCount && jobs.All(j => j is not null)))
                .WithMessage(OtherJob.MaxMessage);
            RuleForEach(r => r.OtherJobs).SetValidator(new OtherJobRequest.Validator());
            RuleFor(r => r.Clear)
                .Must((r, clear) => clear is null || !clear.Intersect(r.SetFacts).Any())
                .WithMessage("must not name a fact that also gets a value");
            RuleFor(r => r)
                .Must(r => r.Clear is { Count: > 0 } || r with { Clear = null } != new Request(r.On))
                .WithMessage("must name at least one field that changes")
                .OverridePropertyName("request");
        }
    }

    public static async Task<Created<CreatedId>> Handle(
        Guid id,
        Request request,
        EventStreams events,
        ReadModels models,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var site = request.SiteCode is { } code
            ? (await SitesProjection.LoadAll(models, ct)).FirstOrDefault(s => s.Code == code)
                ?? throw new InvalidFieldException("siteCode", "is not known")
            : null;
        if (request.Manager is { } manager)
            await RequireManager(id, manager, models, ct);
        await OtherJobRequest.Require(request.OtherJobs ?? [], id, models, ct);
        var now = clock.GetUtcNow();
        var change = new ChangeId(Guid.CreateVersion7(now));
        await events.Update<Person, PersonEvent>(
            id,
            Person.Evolve,
            person => Decide(person, change, request.On, ToChange(request, site), now),
            ct
        );
        return TypedResults.Created($"/people/{id}/scheduled-changes/{change.Value}", new CreatedId(change.Value));
    }

    public static PersonEvent[] Decide(
        Person? person,
        ChangeId id,
        DateOnly on,
        PersonChange change,
        DateTimeOffset now
    )
    {
        if (person is null)
            throw new DomainException(DomainError.NotFound, "No such person.");
        MergedAway.RequireNone(person);
        if (person.Erased)
            throw new DomainException(DomainError.Conflict, "The personal data of this person was erased.");
        if (!person.Active && change.Status != EmploymentStatus.Active && !person.Starts)
            throw new DomainException(
                DomainError.Conflict,
                "This person does not work here. Schedule the day of a start first: a change to the status active."
            );
        if (person.Guest is not null && change.Status is not null)
            throw new DomainException(
                DomainError.Conflict,
                "This person has access as a guest. Extend the term of the guest, or end it."
            );
        if (person.Scheduled.Count >= MaxScheduled)
            throw new DomainException(
                DomainError.Conflict,
                $"There are {MaxScheduled} scheduled changes for this person already. Cancel one first."
            );
        var zone = change.TimeZone ?? person.Employment.TimeZone;
        const ChangeSource source = ChangeSource.PeopleAdministration;
        var scheduled = new ScheduledChange(id, on, change, source, ScheduledChange.StartOf(on, zone));
        var noted = new PersonChangeScheduled(
            person.Id,
            id,
            on,
            change.StoredFor(person.Id),
            source,
            scheduled.DueAt,
            now
        );
        return scheduled.DueAt > now ? [noted] : [noted, .. ApplyScheduledChange.Decide(person, scheduled, now)];
    }

    private static PersonChange ToChange(Request request, SiteView? site) =>
        new(
            site?.Code,
            site?.TimeZone,
            request.Manager is { } manager ? new PersonId(manager) : null,
            request.Department,
            request.JobTitle,
            request.JobLevel,
            request.Status,
            CostCentre: request.CostCentre,
            WorkingTime: request.WorkingTime,
            WorkMode: request.WorkMode,
            Clear: ClearedFacts.Of(request.Clear ?? []),
            OtherJobs: request.OtherJobs is { } jobs ? OtherJob.InOrder(jobs.Select(j => j.ToJob())) : null
        );

    private static async Task RequireManager(Guid person, Guid manager, ReadModels models, CancellationToken ct)
    {
        var line = await PeopleProjection.LineFrom(models, new(manager), ct);
        if (line.Count == 0)
            throw new InvalidFieldException("manager", "must be the id of a person");
        if (line.Contains(person))
            throw new InvalidFieldException("manager", "must not lead back to the person: the line is a circle");
    }
}
