using System.Text.Json;
using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;

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
        people.AddColumn("employee_number", "text");
        people.AddColumn("name", "jsonb");
        people.AddColumn("email", "jsonb");
        people.AddColumn("active", "boolean").NotNull();
        people.AddColumn("site", "text").NotNull();
        people.AddColumn("time_zone", "text").NotNull();
        people.AddColumn("manager", "uuid");
        people.AddColumn("department", "text");
        people.AddColumn("job_title", "text");
        people.AddColumn("job_level", "integer");
        people.AddColumn("years_of_experience", "numeric");
        people.AddColumn("hired_on", "date");
        people.AddColumn("languages", "text").NotNull();
        people.AddColumn("profile", "text");
        people.AddColumn("account", "uuid");
        AddUniqueIndex(
            people,
            "one_person_per_employee_number",
            ["employee_number"],
            message: "Another person has this employee number. Send the request again if both were added at once."
        );
        AddUniqueIndex(
            people,
            "one_person_per_account",
            ["account"],
            message: "Another person is linked to this account. Send the request again if both were added at once."
        );
        AddIndex(people, "people_of_a_site", ["site", "id"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case PersonAnnounced a:
                Add(a.Person, active: false, operations);
                UpdateDetails(a.Person, a.EmployeeNumber, a.Name, a.Email, a.Employment, null, operations);
                break;
            case PersonHired h:
                Add(h.Person, active: true, operations);
                UpdateDetails(h.Person, h.EmployeeNumber, h.Name, h.Email, h.Employment, h.Account, operations);
                break;
            case PersonChanged c:
                UpdateDetails(c.Person, c.EmployeeNumber, c.Name, c.Email, c.Employment, c.Account, operations);
                break;
            case ProfileDeclared d:
                var profile = JsonSerializer.Serialize(d.Profile, JsonSerializerOptions.Web);
                operations.QueueSql($"update people set profile = {profile} where id = {d.Person.Value}");
                break;
            case PersonLeft l:
                operations.QueueSql($"update people set active = false where id = {l.Person.Value}");
                break;
        }
    }

    private static void Add(PersonId id, bool active, IDocumentOperations operations) =>
        operations.QueueSql(
            $"""
            insert into people (id, active, site, time_zone, languages) values ({id.Value}, {active}, '', '', '')
            on conflict (id) do update set active = excluded.active
            """
        );

    private static void UpdateDetails(
        PersonId id,
        string? number,
        PersonalText? name,
        PersonalText? email,
        Employment work,
        Guid? account,
        IDocumentOperations operations
    ) =>
        operations.QueueSql(
            $"""
            update people set employee_number = {number}, name = {name}, email = {email}, site = {work.SiteCode},
                time_zone = {work.TimeZone}, manager = {work.Manager?.Value}, department = {work.Department},
                job_title = {work.JobTitle}, job_level = {work.JobLevel},
                years_of_experience = {work.YearsOfExperience}, hired_on = {work.HiredOn},
                languages = {string.Join(' ', work.Languages)}, account = {account}
            where id = {id.Value}
            """
        );

    /// <summary>One row, in the order of the columns.</summary>
    public sealed record Row(
        Guid Id,
        string? EmployeeNumber,
        PersonalText? Name,
        PersonalText? Email,
        bool Active,
        string Site,
        string TimeZone,
        Guid? Manager,
        string? Department,
        string? JobTitle,
        int? JobLevel,
        decimal? YearsOfExperience,
        DateOnly? HiredOn,
        string Languages,
        string? Profile,
        Guid? Account
    )
    {
        public Person ToPerson() =>
            new(
                new(Id),
                EmployeeNumber,
                Name,
                Email,
                new(
                    Site,
                    TimeZone,
                    Manager is { } m ? new PersonId(m) : null,
                    Department,
                    JobTitle,
                    JobLevel,
                    YearsOfExperience,
                    HiredOn,
                    Languages.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                ),
                Profile is null ? null : JsonSerializer.Deserialize<Profile>(Profile, JsonSerializerOptions.Web),
                Active,
                Account
            );
    }

    /// <summary>Everybody whom HR ever named.</summary>
    public static async Task<IReadOnlyList<Person>> LoadAll(ReadModels models, CancellationToken ct) =>
        [
            .. (
                await models.Query<Row>(
                    $"""
                    select id, employee_number, name, email, active, site, time_zone, manager, department, job_title,
                        job_level, years_of_experience,
                        hired_on, languages, profile, account from people
                    """,
                    ct
                )
            ).Select(r => r.ToPerson()),
        ];
}
