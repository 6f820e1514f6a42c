using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Hris.Tests.Vendors;

/// <summary>Changed ids, the table jobInfo, and single employees.</summary>
public sealed class FakeBambooHr : FakeVendor
{
    private static readonly string Credentials =
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Secret}:x"));

    private static readonly Dictionary<HrisStatus, (string? Status, string History)> Codes = new()
    {
        [HrisStatus.Active] = ("Active", "Full-Time"),
        [HrisStatus.PreHire] = ("Active", "Full-Time"),
        [HrisStatus.OnLeave] = ("Active", "Parental Leave"),
        [HrisStatus.Left] = ("Inactive", "Terminated"),
        [HrisStatus.Unknown] = (null, "Sabbatical (Beta)"),
    };

    public HashSet<string> Deleted { get; } = [];

    /// <summary>The ids that a delta gives; null for all.</summary>
    public HashSet<string>? Changed { get; set; }

    public override HrisSourceSettings Settings(Uri address) =>
        new BambooHrSettings
        {
            Address = address,
            ApiKey = Secret,
            PageSize = PageSize,
            JobLevelField = "customLevel",
            CostCentreField = "customCost",
            WorkingTimeField = "customHours",
            FullTime = 38.5m,
            WorkModeField = "customMode",
            CustomFields = ["team"],
        };

    /// <summary>What the table does not tell is that of now in all assignments.</summary>
    public override HrisWorker Expected(HrisWorker worker) =>
        worker with
        {
            OtherJobs = [],
            StatusCode = Codes[worker.Status].History,
            Languages = [],
            Assignments =
            [
                .. worker.Assignments.Select(a =>
                    a with
                    {
                        Manager = worker.Assignments[0].Manager,
                        JobLevel = worker.Assignments[0].JobLevel,
                        CostCentre = worker.Assignments[0].CostCentre,
                        WorkingTime = worker.Assignments[0].WorkingTime,
                        WorkMode = worker.Assignments[0].WorkMode,
                    }
                ),
            ],
        };

    public override FakeAnswer Answer(FakeRequest request)
    {
        if (request.Authorization != Credentials)
            return Refusal(HttpStatusCode.Unauthorized);
        return request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["api", "v1", "employees", "changed"] => ChangedIds(),
            ["api", "v1", "employees", "changed", "tables", "jobInfo"] => Jobs(),
            ["api", "v1", "employees", var id] => Employee(id, request),
            _ => Refusal(HttpStatusCode.NotFound),
        };
    }

    private FakeAnswer ChangedIds()
    {
        BeforePage();
        return Map(
            People
                .Select(p => (p.Worker.Id, Action: "Updated"))
                .Concat(Deleted.Select(id => (Id: id, Action: "Deleted")))
                .Where(e => Changed?.Contains(e.Id) ?? true)
                .Select(e => KeyValuePair.Create(e.Id, (JsonNode?)Node(new { id = e.Id, action = e.Action })))
        );
    }

    private FakeAnswer Jobs() =>
        Map(
            People
                .Where(p => p.Worker.HiredOn is not null)
                .Select(p =>
                    KeyValuePair.Create(
                        p.Worker.Id,
                        (JsonNode?)new JsonObject { ["rows"] = Array(JobsOf(p.Worker).Select(Job)) }
                    )
                )
        );

    private static IEnumerable<HrisAssignment> JobsOf(HrisWorker worker) =>
        worker.Assignments.Reverse().Append(worker.Assignments[0] with { From = new(2014, 1, 1), Site = "LIS" });

    private static JsonNode Job(HrisAssignment a) =>
        Node(
            new
            {
                date = Iso(a.From),
                location = a.Site,
                department = a.Department,
                jobTitle = a.JobTitle,
                reportsTo = "Some Name",
            }
        );

    private FakeAnswer Employee(string id, FakeRequest request)
    {
        var person = People.Find(p => p.Worker.Id == id);
        if (person is null)
            return Refusal(HttpStatusCode.NotFound);
        BeforePage();
        var (worker, now) = (person.Worker, person.Worker.Assignments[0]);
        if (worker.HiredOn is null)
            return Json(new JsonObject { ["id"] = id });
        var (status, history) = Codes[worker.Status];
        var all = new Dictionary<string, string?>
        {
            ["employeeNumber"] = worker.EmployeeNumber,
            ["firstName"] = person.FirstName,
            ["lastName"] = person.LastName,
            ["workEmail"] = worker.Email,
            ["status"] = status,
            ["employmentHistoryStatus"] = history,
            ["hireDate"] = Iso(worker.HiredOn),
            ["terminationDate"] = Iso(worker.LastDay) ?? "0000-00-00",
            ["supervisorEId"] = now.Manager,
            ["customLevel"] = now.JobLevel,
            ["customCost"] = now.CostCentre,
            ["customHours"] = PartOf(38.5m, now)?.ToString(CultureInfo.InvariantCulture),
            ["customMode"] = now.WorkMode,
            ["team"] = worker.CustomFields.GetValueOrDefault("team"),
            ["ssn"] = "not asked for",
        };
        var asked = request.Query["fields"].Split(',');
        return Json(
            new JsonObject(
                all.Where(f => asked.Contains(f.Key)).Select(f => KeyValuePair.Create(f.Key, (JsonNode?)f.Value))
            )
        );
    }

    private static FakeAnswer Map(IEnumerable<KeyValuePair<string, JsonNode?>> employees) =>
        new JsonObject(employees) is { Count: > 0 } map
            ? Json(new JsonObject { ["employees"] = map })
            : Json(new JsonObject { ["employees"] = new JsonArray() });
}
