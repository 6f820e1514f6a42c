using Marten;
using JasperFx.Events;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.People;

/// <summary>The people, programs and participations that this service knows of, as tables from which a cohort is taken.</summary>
public sealed class PeopleDirectory : TableProjection
{
    public string Name => "people_directory";

    public string Schema =>
        """
            create table people (
                id uuid primary key, active boolean not null, site text not null, time_zone text not null, manager uuid, department text, job_title text,
                job_level int, years numeric, languages text[] not null, interests text[] not null, offered jsonb not null, wanted jsonb not null,
                hours int);
            create table programs (id uuid primary key, sites text[], name text, ended boolean not null default false);
            create table participants (
                id uuid primary key, program uuid not null, person uuid not null, site text not null, mentors boolean not null, mentored boolean not null,
                capacity int not null, goals text[] not null, ready_at timestamptz not null, withdrawn boolean not null default false,
                background jsonb);
            create index participants_of_program on participants (program, person);
            """;

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case PersonNoted p:
                Put(p, operations);
                break;
            case ProgramNoted p:
                operations.QueueSql(
                    $"""
                    insert into programs (id, sites, name) values ({p.Program.Value}, {p.SiteCodes.ToArray()}, {p.Name})
                    on conflict (id) do update set sites = excluded.sites, name = excluded.name
                    """
                );
                break;
            case ProgramEnded p:
                operations.QueueSql(
                    $"insert into programs (id, ended) values ({p.Program.Value}, true) on conflict (id) do update set ended = true"
                );
                break;
            case ParticipantJoined p:
                Put(p, operations);
                break;
            case ParticipantWithdrew p:
                operations.QueueSql($"update participants set withdrawn = true where id = {p.Participation.Value}");
                break;
        }
    }

    private static void Put(PersonNoted p, IDocumentOperations operations) =>
        operations.QueueSql(
            $"""
            insert into people (id, active, site, time_zone, manager, department, job_title, job_level, years, languages, interests, offered, wanted, hours)
            values ({p.Person.Value}, {p.Active}, {p.SiteCode}, {p.TimeZone}, {p.Manager?.Value}::uuid, {p.Department}::text, {p.JobTitle}::text,
                {p.JobLevel}::int, {p.YearsOfExperience}::numeric, {p.Languages.ToArray()}, {p.Interests.ToArray()}, {new Json(
                p.SkillsOffered
            )}, {new Json(p.SkillsWanted)},
                {p.HoursPerMonth}::int)
            on conflict (id) do update set active = excluded.active, site = excluded.site, time_zone = excluded.time_zone, manager = excluded.manager,
                department = excluded.department, job_title = excluded.job_title, job_level = excluded.job_level, years = excluded.years,
                languages = excluded.languages, interests = excluded.interests, offered = excluded.offered, wanted = excluded.wanted,
                hours = excluded.hours
            """
        );

    private static void Put(ParticipantJoined p, IDocumentOperations operations) =>
        operations.QueueSql(
            $"""
            insert into participants (id, program, person, site, mentors, mentored, capacity, goals, ready_at, background)
            values ({p.Participation.Value}, {p.Program.Value}, {p.Person.Value}, {p.SiteCode}, {p.Role
                is not ParticipantRole.Mentee},
                {p.Role is not ParticipantRole.Mentor}, {p.MentorCapacity}, {p.Goals.ToArray()}, {p.ReadyAt},
                {(p.Background is { } told ? new Json(told) : (Json?)null)}::jsonb)
            on conflict (id) do update set site = excluded.site, mentors = excluded.mentors, mentored = excluded.mentored,
                capacity = excluded.capacity, goals = excluded.goals, ready_at = excluded.ready_at,
                background = excluded.background
            """
        );
}
