using JasperFx.Events;
using Marten;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.EventSourcing;
using Weasel.Postgresql.Tables;

namespace PeerNetwork.Enrollment.People;

/// <summary>
/// The people of the company. Written with the append: its index keeps employee numbers unique, and a roster reads it
/// to find what is new.
/// </summary>
public sealed class PeopleProjection : TableProjection
{
    public PeopleProjection()
        : base("people")
    {
        var people = AddTable("people");
        people.AddColumn("id", "uuid").AsPrimaryKey();
        people.AddColumn("employee_number", "jsonb");
        people.AddColumn("number_key", "uuid");
        people.AddColumn("name", "jsonb");
        people.AddColumn("email", "jsonb");
        people.AddColumn("active", "boolean").NotNull();
        people.AddColumn("site", "text").NotNull();
        people.AddColumn("time_zone", "text").NotNull();
        people.AddColumn("manager", "uuid");
        people.AddColumn("other_managers", "uuid[]").NotNull().DefaultValueByExpression("'{}'");
        people.AddColumn("department", "text");
        people.AddColumn("job_level", "integer");
        people.AddColumn("description", "jsonb");
        people.AddColumn("profile", "jsonb");
        people.AddColumn("account", "uuid");
        people.AddColumn("on_leave", "boolean").NotNull().DefaultValueByExpression("false");
        people.AddColumn("was_hired", "boolean").NotNull();
        people.AddColumn("source", "text");
        people.AddColumn("source_record", "jsonb");
        people.AddColumn("source_key", "uuid");
        people.AddColumn("kind", "text").NotNull();
        people.AddColumn("agreement_due", "boolean").NotNull();
        people.AddColumn("erased", "boolean").NotNull().DefaultValueByExpression("false");
        people.AddColumn("left_at", "timestamptz");
        people.AddColumn("merged_into", "uuid");
        people.AddColumn("silent_number_key", "uuid");
        AddUniqueIndex(
            people,
            "one_person_per_employee_number",
            ["number_key"],
            message: "Another person has this employee number. Send the request again if both were added at once."
        );
        AddUniqueIndex(
            people,
            "one_person_per_account",
            ["account"],
            message: "Another person is linked to this account. Send the request again if both were added at once."
        );
        AddUniqueIndex(
            people,
            "one_person_per_source_record",
            ["source_key"],
            message: "Another person is linked to this record of the HR system. Start the sync again."
        );
        AddIndex(people, "people_of_a_site", ["site", "id"]);
        AddIndex(people, "people_of_a_department", ["department"], where: "active");
        AddIndex(people, "people_of_a_manager", ["manager"]);
        people.Indexes.Add(
            new("people_of_an_other_manager") { Columns = ["other_managers"], Method = IndexMethod.gin }
        );
        AddIndex(people, "merged_people", ["merged_into"], where: "merged_into is not null");
        AddIndex(people, "people_of_a_silent_number", ["silent_number_key"]);
        AddIndex(people, "erased_numbers", ["number_key"], where: "erased");

        // What is still to come.
        var changes = AddTable("scheduled_changes");
        changes.AddColumn("id", "uuid").AsPrimaryKey();
        changes.AddColumn("person", "uuid").NotNull();
        changes.AddColumn("starts_on", "date").NotNull();
        changes.AddColumn("change", "jsonb").NotNull();
        changes.AddColumn("source", "text").NotNull();
        changes.AddColumn("due_at", "timestamptz").NotNull();
        AddIndex(changes, "scheduled_changes_of_a_person", ["person"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case PersonAnnounced a:
                Add(Person.Evolve(null, a), a.Employment, a.Source, operations);
                break;
            case PersonHired h:
                Add(Person.Evolve(null, h), h.Employment, h.Source, operations);
                break;
            case PersonChanged c:
                SetRecord(operations, c.Person, c.EmployeeNumber, c.Name, c.Email, c.Employment, c.Account, c.Source);
                break;
            case ProfileDeclared d:
                operations.QueueSql($"update people set profile = {d.Profile} where id = {d.Person.Value}");
                break;
            case PersonChangeScheduled s:
                operations.QueueSql(
                    $"""
                    insert into scheduled_changes
                    values ({s.Id.Value}, {s.Person.Value}, {s.On}, {s.Change}, {EnumText.Of(s.Source)}, {s.DueAt})
                    """
                );
                break;
            case PersonChangeApplied a:
                operations.QueueSql($"delete from scheduled_changes where id = {a.Id.Value}");
                break;
            case PersonChangeCancelled c:
                operations.QueueSql($"delete from scheduled_changes where id = {c.Id.Value}");
                break;
            case PersonLeft l:
                operations.QueueSql($"update people set active = false, left_at = {l.At} where id = {l.Person.Value}");
                break;
            case MergeEvent m:
                MergeRows.Apply(m, operations);
                break;
            case PersonErased p:
                Erase(p, operations);
                break;
        }
    }

    private static void Add(Person p, StoredEmployment work, StoredSource? source, IDocumentOperations operations) =>
        operations.QueueSql(
            $"""
            insert into people (id, employee_number, number_key, name, email, active, site, time_zone, manager,
                other_managers, department, job_level, description, account, on_leave, was_hired, source,
                source_record, source_key, kind, agreement_due)
            values ({p.Id.Value}, {p.Number?.Text}, {p.Number?.Key}, {p.Name}, {p.Email}, {p.Active},
                {work.SiteCode}, {work.TimeZone}, {work.Manager?.Value}, {work.OtherManagers()},
                {work.Description.Value?.Department}, {work.JobLevel}, {work.Description}, {p.Account},
                {work.OnLeave}, {p.WasHired}, {source?.Source}, {source?.Id}, {source?.Key},
                {EnumText.Of(work.Kind)}, {work.AgreementDue})
            on conflict (id) do update set employee_number = excluded.employee_number,
                number_key = excluded.number_key, name = excluded.name,
                email = excluded.email, active = excluded.active, site = excluded.site,
                time_zone = excluded.time_zone, manager = excluded.manager,
                other_managers = excluded.other_managers, department = excluded.department,
                job_level = excluded.job_level,
                description = excluded.description, account = excluded.account, on_leave = excluded.on_leave,
                was_hired = people.was_hired or excluded.was_hired, source = excluded.source,
                source_record = excluded.source_record, source_key = excluded.source_key, kind = excluded.kind,
                agreement_due = excluded.agreement_due,
                left_at = case when excluded.active then null else people.left_at end
            """
        );

    /// <summary>What HR says of a person takes the place of what it said before.</summary>
    internal static void SetRecord(
        IDocumentOperations operations,
        PersonId person,
        StoredNumber? number,
        PersonalText? name,
        PersonalText? email,
        StoredEmployment work,
        Guid? account,
        StoredSource? source
    ) =>
        operations.QueueSql(
            $"""
            update people set employee_number = {number?.Text}, number_key = {number?.Key}, name = {name},
                email = {email}, site = {work.SiteCode}, time_zone = {work.TimeZone},
                manager = {work.Manager?.Value}, other_managers = {work.OtherManagers()},
                department = {work.Description.Value?.Department},
                job_level = {work.JobLevel}, description = {work.Description}, account = {account},
                on_leave = {work.OnLeave}, source = {source?.Source}, source_record = {source?.Id},
                source_key = {source?.Key}, kind = {EnumText.Of(work.Kind)}, agreement_due = {work.AgreementDue}
            where id = {person.Value}
            """
        );

    /// <summary>The row stays for lists that name the person; its name is shown as erased.</summary>
    private static void Erase(PersonErased p, IDocumentOperations operations)
    {
        var name = new PersonalText(p.Person.Value, null);
        operations.QueueSql(
            $"""
            update people set erased = true, employee_number = null, name = {name}, email = null, manager = null,
                other_managers = default,
                department = null, job_level = null, description = null, profile = null, account = null,
                on_leave = false, source = null, source_record = null, source_key = null, left_at = null
            where id = {p.Person.Value}
            """
        );
    }

    /// <summary>
    /// The ids of a person and of the managers above in the main jobs; empty for an unknown person. A circle ends
    /// where it closes.
    /// </summary>
    public static Task<IReadOnlyList<Guid>> LineFrom(ReadModels models, PersonId person, CancellationToken ct) =>
        models.Query<Guid>(
            $"""
            with recursive line as (
                select id, manager from people where id = {person.Value} and merged_into is null
                union select p.id, p.manager from people p join line on p.id = line.manager
            ) select id from line
            """,
            ct
        );

    /// <summary>Whether all of these are people who were not merged into others.</summary>
    public static async Task<bool> AreKnown(ReadModels models, IReadOnlyCollection<Guid> people, CancellationToken ct)
    {
        var ids = people.Distinct().ToArray();
        return ids is []
            || await models.QueryFirstOrDefault<int>(
                $"select count(*)::int from people where id = any({ids}) and merged_into is null",
                ct
            ) == ids.Length;
    }

    /// <summary>
    /// The keyed hashes of the employee numbers of people who were erased, also of records that did not speak.
    /// </summary>
    public static async Task<IReadOnlySet<Guid>> LoadErasedNumbers(ReadModels models, CancellationToken ct) =>
        (
            await models.Query<Guid>(
                $"""
                select number_key from people where erased and number_key is not null
                union select silent_number_key from people where erased and silent_number_key is not null
                """,
                ct
            )
        ).ToHashSet();

    /// <summary>
    /// These people, without those who are unknown, were erased or were merged into others, and without their scheduled
    /// changes.
    /// </summary>
    public static async Task<IEnumerable<Person>> Load(ReadModels models, Guid[] people, CancellationToken ct) =>
        (
            await models.Query<PeopleRow>(
                $"""
                select {PeopleRow.Columns}
                from people where id = any({people}) and not erased and merged_into is null
                """,
                ct
            )
        ).Select(r => r.ToPerson());

    /// <summary>All people whom HR ever named, without those who were erased or merged into others.</summary>
    public static async Task<IReadOnlyList<Person>> LoadAll(ReadModels models, CancellationToken ct)
    {
        var people = await models.Query<PeopleRow>(
            $"""
            select {PeopleRow.Columns}
            from people where not erased and merged_into is null
            """,
            ct
        );
        var changes = await models.Query<ChangeRow>(
            $"select id, person, starts_on, change, source, due_at from scheduled_changes order by due_at, id",
            ct
        );
        var scheduled = changes.ToLookup(c => c.Person, c => c.ToScheduledChange());
        return [.. people.Select(p => p.ToPerson() with { Scheduled = [.. scheduled[p.Id]] })];
    }

    /// <summary>What a source has scheduled for these people.</summary>
    public static async Task<IEnumerable<(Guid Person, ScheduledChange Change)>> LoadScheduled(
        ReadModels models,
        Guid[] people,
        ChangeSource source,
        CancellationToken ct
    ) =>
        (
            await models.Query<ChangeRow>(
                $"""
                select id, person, starts_on, change, source, due_at from scheduled_changes
                where person = any({people}) and source = {EnumText.Of(source)}
                """,
                ct
            )
        ).Select(c => (c.Person, c.ToScheduledChange()));

    private sealed record ChangeRow(
        Guid Id,
        Guid Person,
        DateOnly StartsOn,
        PersonalValue<PersonChange> Change,
        string Source,
        DateTimeOffset DueAt
    )
    {
        public ScheduledChange ToScheduledChange() =>
            new(
                new(Id),
                StartsOn,
                Change.Value ?? PersonChange.None,
                Enum.Parse<ChangeSource>(Source, ignoreCase: true),
                DueAt
            );
    }
}
