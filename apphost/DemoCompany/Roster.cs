using System.Globalization;
using System.Text.Json;
using CsvHelper;

namespace PeerNetwork.DemoCompany;

/// <summary>The company as the file that its HR system exports.</summary>
public static class Roster
{
    private static readonly (string Header, Func<Person, Site, string?> Value)[] Columns =
    [
        ("Employee ID", (p, _) => p.Number),
        ("First Name", (p, _) => p.FirstName),
        ("Last Name", (p, _) => p.LastName),
        ("Display Name", (p, _) => p.Name),
        ("Work Email", (p, _) => p.Email),
        ("Location Code", (_, s) => s.Code),
        ("Location", (_, s) => s.Name),
        ("Time Zone", (_, s) => s.TimeZone),
        ("Country", (_, s) => s.Country),
        ("Department", (p, _) => p.Department),
        ("Job Title", (p, _) => p.Title),
        ("Job Level", (p, _) => p.Level.ToString(CultureInfo.InvariantCulture)),
        ("Years of Experience", (p, _) => p.Years.ToString(CultureInfo.InvariantCulture)),
        ("Hire Date", (p, _) => p.Hired.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ("Manager ID", (p, _) => p.Manager),
        ("Languages", (p, _) => string.Join(';', p.Languages)),
        ("Interests", (p, _) => string.Join(';', p.Interests)),
        ("Skills Offered", (p, _) => Join(p.Offers)),
        ("Skills Wanted", (p, _) => Join(p.Wants)),
    ];

    /// <summary>Which column means what, in the form that the platform's roster upload takes.</summary>
    public static string MappingOf(this Company company) =>
        JsonSerializer.Serialize(
            new
            {
                subjectIsEmployeeNumber = true,
                sites = company.Sites.Select(s => new
                {
                    s.Code,
                    s.Name,
                    s.TimeZone,
                    s.Country,
                }),
                fields = new
                {
                    employeeNumber = Column("Employee ID"),
                    name = Column("Display Name"),
                    email = Column("Work Email"),
                    site = Column("Location Code"),
                    manager = Column("Manager ID"),
                    department = Column("Department"),
                    jobTitle = Column("Job Title"),
                    jobLevel = Column("Job Level"),
                    yearsOfExperience = Column("Years of Experience"),
                    hiredOn = Column("Hire Date"),
                    languages = Column("Languages"),
                },
            },
            JsonSerializerOptions.Web
        );

    /// <summary>Writes CSV as of RFC 4180, one line a person, under the headers that HR systems use.</summary>
    public static void WriteRoster(this Company company, TextWriter writer)
    {
        var sites = company.Sites.ToDictionary(s => s.Code);
        using var csv = CsvWriter.Create(writer, new() { NewLine = "\r\n" }, leaveOpen: true);
        csv.WriteRecord([.. Columns.Select(c => c.Header)]);
        foreach (var person in company.People)
            csv.WriteRecord([.. Columns.Select(c => c.Value(person, sites[person.SiteCode]) ?? "")]);
    }

    private static object Column(string header) => new { column = Columns.Single(c => c.Header == header).Header };

    private static string Join(IEnumerable<PersonSkill> skills) =>
        string.Join(';', skills.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Skill}:{s.Level}")));
}
