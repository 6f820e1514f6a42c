using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.People;

/// <summary>The people, programs and participations that this service knows of, as tables from which a cohort is taken.</summary>
public sealed class PeopleDirectory : TableProjection
{
    public PeopleDirectory()
        : base("people_directory")
    {
        var people = AddTable("people");
        people.AddColumn("id", "uuid").AsPrimaryKey();
        people.AddColumn("active", "boolean").NotNull();
        people.AddColumn("site", "text").NotNull();
        people.AddColumn("time_zone", "text").NotNull();
        people.AddColumn("manager", "uuid");
        people.AddColumn("department", "text");
        people.AddColumn("job_title", "text");
        people.AddColumn("job_level", "integer");
        people.AddColumn("years", "numeric");
        people.AddColumn("languages", "text[]").NotNull();
        people.AddColumn("interests", "text[]").NotNull();
        people.AddColumn("offered", "jsonb").NotNull();
        people.AddColumn("wanted", "jsonb").NotNull();
        people.AddColumn("hours", "integer");

        var programs = AddTable("programs");
        programs.AddColumn("id", "uuid").AsPrimaryKey();
        programs.AddColumn("sites", "text[]");
        programs.AddColumn("name", "text");
        programs.AddColumn("ended", "boolean").NotNull().DefaultValueByExpression("false");

        var participants = AddTable("participants");
        participants.AddColumn("id", "uuid").AsPrimaryKey();
        participants.AddColumn("program", "uuid").NotNull();
        participants.AddColumn("person", "uuid").NotNull();
        participants.AddColumn("site", "text").NotNull();
        participants.AddColumn("mentors", "boolean").NotNull();
        participants.AddColumn("mentored", "boolean").NotNull();
        participants.AddColumn("capacity", "integer").NotNull();
        participants.AddColumn("goals", "text[]").NotNull();
        participants.AddColumn("ready_at", "timestamptz").NotNull();
        participants.AddColumn("withdrawn", "boolean").NotNull().DefaultValueByExpression("false");
        participants.AddColumn("background", "jsonb");
        AddIndex(participants, "participants_of_program", ["program", "person"]);
    }

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
                {p.JobLevel}::int, {p.YearsOfExperience}::numeric, {p.Languages.ToArray()}, {p.Interests.ToArray()}, {SqlStatements.ToJsonb(
                p.SkillsOffered
            )}::jsonb, {SqlStatements.ToJsonb(p.SkillsWanted)}::jsonb,
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
                {p.Background})
            on conflict (id) do update set site = excluded.site, mentors = excluded.mentors, mentored = excluded.mentored,
                capacity = excluded.capacity, goals = excluded.goals, ready_at = excluded.ready_at,
                background = excluded.background
            """
        );
}
