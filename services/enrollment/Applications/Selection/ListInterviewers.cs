using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Applications.Selection;

/// <summary>Lists the people who may interview an applicant.</summary>
public static class ListInterviewers
{
    private const int MaxPeople = 200;

    /// <param name="Items">Up to 200 people.</param>
    public sealed record Response(IReadOnlyList<PersonName> Items);

    /// <param name="Name">Null where HR gave none.</param>
    public sealed record PersonName(Guid Person, string? Name);

    private sealed record Row(Guid Id, PersonalText? Name);

    public static async Task<Ok<Response>> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels models,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (applicant, now) = (await events.ReadApplicant(id, user, ct), clock.GetUtcNow());
        var (application, work) = (applicant.Application, applicant.Person.Employment);
        Guid[] managers = [.. work.OtherManagers().Append(work.Manager ?? default).Select(m => m.Value)];
        var rows = await models.Query<Row>(
            $"""
            select p.id, p.name from people p
            where p.active and p.id <> {applicant.Person.Id.Value} and p.id <> all({managers})
                and p.manager is distinct from {applicant.Person.Id.Value}
                and {applicant.Person.Id.Value} <> all(p.other_managers)
                and p.id in (
                    select {user.Id()} union all
                    select person from role_assignments
                    where role = 'coordinator' and starts <= {now} and (ends is null or {now} < ends)
                        and sites && array['*', {application.SiteCode}]
                        and (programs = array[]::uuid[] or {application.Program.Value} = any(programs))
                        and (departments = array[]::text[] or {work.Department} = any(departments)))
            order by p.id limit {MaxPeople}
            """,
            ct
        );
        return TypedResults.Ok(new Response([.. rows.Select(r => new PersonName(r.Id, r.Name?.ToString()))]));
    }
}
