using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.Scim.Users;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People;

/// <summary>
/// A person. Colleagues see name, site, department, job title and work mode; the rest is for the person, their
/// coordinators and the people administration.
/// </summary>
/// <param name="Name">The name that HR gave; null where it gave none, "erased" after an erasure.</param>
/// <param name="Kind"><c>employee</c>, <c>contractor</c>, <c>guest</c>, <c>alumnus</c> or <c>partner</c>.</param>
/// <param name="HasAccount">Whether HR named an account that signs the person in.</param>
/// <param name="Status"><c>preHire</c>, <c>active</c>, <c>onLeave</c> or <c>left</c>; where the scheduled changes are
/// shown, also <c>onNotice</c>.</param>
/// <param name="WorkMode"><c>onSite</c>, <c>hybrid</c> or <c>remote</c>.</param>
/// <param name="CostCentre">For the person and the people administration, and only for a single person.</param>
/// <param name="WorkingTime">In percent of full time; for whom the cost centre is.</param>
/// <param name="OtherJobs">The jobs that the person holds beside the main one; for whom the cost centre is.</param>
/// <param name="ScheduledChanges">What will change, and when; only for the people administration, and only for a single
/// person.</param>
public sealed record PersonView(
    Guid Id,
    string? Name,
    bool Active,
    string SiteCode,
    string? Department,
    string? JobTitle,
    PersonKind Kind,
    WorkMode? WorkMode,
    string? EmployeeNumber = null,
    string? Email = null,
    string? TimeZone = null,
    Guid? Manager = null,
    int? JobLevel = null,
    decimal? YearsOfExperience = null,
    DateOnly? HiredOn = null,
    IReadOnlyList<string>? Languages = null,
    Profile? Profile = null,
    bool? HasAccount = null,
    PersonStatus? Status = null,
    string? CostCentre = null,
    int? WorkingTime = null,
    IReadOnlyList<PersonView.OtherJobView>? OtherJobs = null,
    IReadOnlyList<PersonView.ScheduledChangeView>? ScheduledChanges = null
)
{
    /// <param name="Share">In percent of full time.</param>
    public sealed record OtherJobView(string? SiteCode, string? Department, Guid? Manager, string? JobTitle, int? Share)
    {
        public static IReadOnlyList<OtherJobView> Of(IEnumerable<OtherJob> jobs) =>
            [.. jobs.Select(j => new OtherJobView(j.SiteCode, j.Department, j.Manager?.Value, j.JobTitle, j.Share))];
    }

    /// <param name="On">The first day for which it holds.</param>
    /// <param name="DueAt">The moment at which it takes effect.</param>
    /// <param name="OtherJobs">All jobs beside the main one from then on; null where they stay.</param>
    /// <param name="Clear">The facts of which nothing is known any more.</param>
    public sealed record ScheduledChangeView(
        Guid Id,
        DateOnly On,
        DateTimeOffset DueAt,
        string? SiteCode,
        Guid? Manager,
        string? Department,
        string? JobTitle,
        int? JobLevel,
        string? CostCentre,
        int? WorkingTime,
        WorkMode? WorkMode,
        IReadOnlyList<OtherJobView>? OtherJobs,
        EmploymentStatus? Status,
        IReadOnlyList<ClearableFact> Clear
    )
    {
        public static ScheduledChangeView Of(ScheduledChange s) =>
            new(
                s.Id.Value,
                s.On,
                s.DueAt,
                s.Change.SiteCode,
                s.Change.Manager?.Value,
                s.Change.Department,
                s.Change.JobTitle,
                s.Change.JobLevel,
                s.Change.CostCentre,
                s.Change.WorkingTime,
                s.Change.WorkMode,
                s.Change.OtherJobs is { } jobs ? OtherJobView.Of(jobs) : null,
                s.Change.Status,
                s.Change.Clear?.ToList() ?? []
            );
    }

    public static PersonView ForColleagues(Person p) =>
        new(
            p.Id.Value,
            p.Name?.ToString(),
            p.Active,
            p.Employment.SiteCode,
            p.Employment.Department,
            p.Employment.JobTitle,
            p.Employment.Kind,
            p.Employment.WorkMode
        );

    public static PersonView Full(Person p) =>
        ForColleagues(p) with
        {
            EmployeeNumber = p.EmployeeNumber,
            Email = p.Email?.ToString(),
            TimeZone = p.Employment.TimeZone,
            Manager = p.Employment.Manager?.Value,
            JobLevel = p.Employment.JobLevel,
            YearsOfExperience = p.Employment.YearsOfExperience,
            HiredOn = p.Employment.HiredOn,
            Languages = p.Profile?.Languages is { Count: > 0 } own ? own : p.Employment.Languages,
            Profile = p.Profile,
            HasAccount = p.Account is not null,
            // Who has given notice, or will be given it, is not for others to see, nor perhaps for the person yet.
            Status = (p with { Scheduled = [] }).Status,
        };

    public static PersonView ForPerson(Person p) =>
        Full(p) with
        {
            CostCentre = p.Employment.CostCentre,
            WorkingTime = p.Employment.WorkingTime,
            OtherJobs = OtherJobView.Of(p.Employment.OtherJobs),
        };

    public static PersonView ForAdministration(Person p) =>
        ForPerson(p) with
        {
            Status = p.Status,
            ScheduledChanges = [.. p.Scheduled.OrderBy(s => s.DueAt).Select(ScheduledChangeView.Of)],
        };
}

/// <summary>Shows a person; how much of them depends on who asks.</summary>
public static class ShowPerson
{
    public static async Task<Ok<PersonView>> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    )
    {
        var person =
            await events.Read<Person, PersonEvent>(id, Person.Evolve, ct)
            ?? throw new DomainException(DomainError.NotFound, "No such person.");
        if (person.MergedInto is { } merged)
            throw merged.ToException(DomainError.NotFound);
        if (user.HasRole(Roles.PeopleAdmin))
            return TypedResults.Ok(PersonView.ForAdministration(person));
        if (id == user.Id())
            return TypedResults.Ok(PersonView.ForPerson(person));
        if (!user.HasRole(Roles.Coordinator))
            return TypedResults.Ok(PersonView.ForColleagues(person));
        user.ScopeOf(Roles.Coordinator).RequirePerson(person.Employment.SiteCode, person.Employment.Department);
        return TypedResults.Ok(PersonView.Full(person));
    }

    /// <summary>Whether the user sees the person at all.</summary>
    public static bool IsShownTo(ClaimsPrincipal user, Person person) =>
        user.HasRole(Roles.PeopleAdmin)
        || person.Id.Value == user.Id()
        || !user.HasRole(Roles.Coordinator)
        || user.ScopeOf(Roles.Coordinator).CoversPerson(person.Employment.SiteCode, person.Employment.Department);
}

/// <summary>Lists people (<see cref="DirectoryScope"/>).</summary>
/// <remarks>
/// A page is read in the order of the ids, and <c>offset 0</c> keeps it so: a join with the rights may first read all
/// people.
/// </remarks>
public static class ListPeople
{
    public static async Task<Ok<PageResponse<PersonView>>> Handle(
        ClaimsPrincipal user,
        ReadModels models,
        UserKeyIndex keys,
        Paging paging,
        string? employeeNumber,
        string? site,
        CancellationToken ct
    )
    {
        var scope = DirectoryScope.Of(user);
        if (employeeNumber is not null && !scope.InFull)
            throw new DomainException(
                DomainError.Forbidden,
                "Employee numbers are for coordinators and the people administration."
            );
        var number = employeeNumber is null ? (Guid?)null : keys.OfEmployeeNumber(employeeNumber);
        var (sites, rights) = (scope.Rights.Sites, scope.Rights.ToJson());
        var page = await models.Page<PeopleRow>(
            $"""
            select {PeopleRow.Columns}
            from people
            where merged_into is null and (site = any({sites}) or '*' = any({sites}))
              and ({site}::text is null or site = {site})
              and exists (
                select from jsonb_to_recordset({rights}::jsonb) as scope (sites text[], departments text[])
                where scope.sites && array['*', people.site]
                    and (scope.departments = array[]::text[] or people.department = any(scope.departments))
                offset 0)
              and ({number}::uuid is null or number_key = {number})
            """,
            paging,
            r => r.Id,
            ct
        );
        return paging.ToResponse(page.Select(r => scope.View(r.ToPerson())));
    }
}
