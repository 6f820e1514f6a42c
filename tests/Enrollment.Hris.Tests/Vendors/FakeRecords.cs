using System.Globalization;
using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Hris.Tests.Vendors;

/// <summary>People as flat records, of which one person may have several.</summary>
internal static class FakeRecords
{
    public static readonly IReadOnlyDictionary<HrisStatus, string?> Codes = new Dictionary<HrisStatus, string?>
    {
        [HrisStatus.Active] = "Active",
        [HrisStatus.PreHire] = "Active",
        [HrisStatus.OnLeave] = "On Leave",
        [HrisStatus.Left] = "Terminated",
        [HrisStatus.Unknown] = "Sabbatical (Beta)",
    };

    public static readonly FieldMapping Fields = new()
    {
        Id = "id",
        EmployeeNumber = "number",
        Name = ["first", "last"],
        Email = "email",
        Status = "status",
        Statuses = new Dictionary<string, HrisStatus>
        {
            ["active"] = HrisStatus.Active,
            ["on leave"] = HrisStatus.OnLeave,
            ["terminated"] = HrisStatus.Left,
        },
        HiredOn = "hired",
        LastDay = "last_day",
        From = "from",
        Site = "site",
        SiteName = "site_name",
        TimeZone = "zone",
        Country = "country",
        Department = "department",
        CostCentre = "cost",
        Manager = "manager",
        JobTitle = "title",
        JobLevel = "level",
        WorkingTime = "fte",
        FullTime = 1,
        WorkMode = "mode",
        Languages = "languages",
        IsPrimary = "primary",
        CustomFields = new Dictionary<string, string> { ["team"] = "team" },
    };

    /// <summary>One record for each employment and assignment, the main employment last or first.</summary>
    public static IEnumerable<IReadOnlyDictionary<string, string?>> AllOf(TestPerson person)
    {
        var w = person.Worker;
        var main = w.Assignments.Select(a => Record(person, a, w.Status, w.HiredOn, w.LastDay, true)).ToList();
        var others = person.Others.Select(o => Record(person, o.Assignment, o.Status, o.HiredOn, o.LastDay, false));
        return w.Id.EndsWith('1') ? others.Concat(main) : main.Concat(others);
    }

    public static IReadOnlyDictionary<string, string?> MainOf(TestPerson person)
    {
        var w = person.Worker;
        return Record(person, w.Assignments[0], w.Status, w.HiredOn, w.LastDay, true);
    }

    /// <summary>Every third empty value is left out, the others are null.</summary>
    public static JsonObject ToJson(IReadOnlyDictionary<string, string?> record) =>
        [
            .. record
                .Where((f, i) => f.Value is not null || i % 3 != 0)
                .Select(f => KeyValuePair.Create(f.Key, f.Value is null ? null : (JsonNode?)JsonValue.Create(f.Value))),
        ];

    public static string ToCsv(IReadOnlyCollection<IReadOnlyDictionary<string, string?>> records)
    {
        var header = Record(
            new(Company.Minimal("1"), "", "", []),
            Company.Minimal("1").Assignments[0],
            default,
            null,
            null,
            true
        ).Keys;
        var lines = records.Select(r => string.Join(',', r.Values.Select(v => $"\"{v?.Replace("\"", "\"\"")}\"")));
        return string.Join("\r\n", lines.Prepend(string.Join(',', header))) + "\r\n";
    }

    public static HrisWorker Expected(HrisWorker worker) => worker with { StatusCode = Codes[worker.Status] };

    private static Dictionary<string, string?> Record(
        TestPerson person,
        HrisAssignment assignment,
        HrisStatus status,
        DateOnly? hiredOn,
        DateOnly? lastDay,
        bool isPrimary
    )
    {
        var w = person.Worker;
        var site = Company.Sites.FirstOrDefault(s => s.Id == assignment.Site);
        return new()
        {
            ["id"] = w.Id,
            ["number"] = w.EmployeeNumber,
            ["first"] = w.Name is null ? null : person.FirstName,
            ["last"] = w.Name is null ? null : person.LastName,
            ["email"] = w.Email,
            ["status"] = w.HiredOn is null ? null : Codes[status],
            ["hired"] = hiredOn?.ToString("yyyy-MM-dd"),
            ["last_day"] = lastDay?.ToString("yyyy-MM-dd"),
            ["from"] = assignment.From?.ToString("yyyy-MM-dd"),
            ["site"] = site?.Id,
            ["site_name"] = site?.Name,
            ["zone"] = site?.TimeZone,
            ["country"] = site?.Country,
            ["department"] = assignment.Department,
            ["cost"] = assignment.CostCentre,
            ["manager"] = assignment.Manager,
            ["title"] = assignment.JobTitle,
            ["level"] = assignment.JobLevel,
            ["fte"] = FakeVendor.PartOf(1, assignment)?.ToString(CultureInfo.InvariantCulture),
            ["mode"] = assignment.WorkMode,
            ["languages"] = w.Languages.Count == 0 ? null : string.Join("; ", w.Languages),
            ["primary"] = isPrimary ? "1" : "0",
            ["team"] = w.CustomFields.GetValueOrDefault("team"),
        };
    }
}
