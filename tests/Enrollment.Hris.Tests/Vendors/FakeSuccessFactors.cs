using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Hris.Tests.Vendors;

/// <summary>PerPerson with expanded entities, OData 2 dates, and pages by skip token.</summary>
public sealed class FakeSuccessFactors : FakeVendor
{
    private static readonly string Credentials =
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"reader@acme:{Secret}"));

    private static readonly Dictionary<HrisStatus, string> Codes = new()
    {
        [HrisStatus.Active] = "A",
        [HrisStatus.PreHire] = "A",
        [HrisStatus.OnLeave] = "P",
        [HrisStatus.Left] = "T",
        [HrisStatus.Unknown] = "RNS",
    };

    public override HrisSourceSettings Settings(Uri address) =>
        new SuccessFactorsSettings
        {
            Address = address,
            UserName = "reader@acme",
            Password = Secret,
            PageSize = PageSize,
            WorkModeField = "customString7",
            CustomFields = ["team"],
        };

    public override HrisWorker Expected(HrisWorker worker) =>
        worker with
        {
            StatusCode = Codes[worker.Status],
            Languages = [],
            Assignments =
                worker.Status == HrisStatus.Left
                    // The one record in the window begins the day after the last one.
                    ? [worker.Assignments[0] with { From = worker.LastDay!.Value.AddDays(1) }]
                    : worker.Assignments,
        };

    public override HrisWorker ExpectedOfMinimal(string id) => Company.Minimal(id) with { Assignments = [] };

    public override FakeAnswer Answer(FakeRequest request)
    {
        if (request.Authorization != Credentials)
            return Refusal(HttpStatusCode.Unauthorized);
        if (request.Path != "/odata/v2/PerPerson")
            return Refusal(HttpStatusCode.NotFound);
        var token = request.Query.GetValueOrDefault("$skiptoken");
        if (token is null && (request.Query["$format"], request.Query["toDate"]) != ("json", "9999-12-31"))
            return Refusal(HttpStatusCode.BadRequest);
        // Without this filter dependants would be among the people.
        if (
            token is null
            && !request.Query["$filter"].StartsWith("personEmpTerminationInfoNav/activeEmploymentsCount ne null")
        )
            return Refusal(HttpStatusCode.BadRequest);
        var (page, next) = After(token);
        var d = new JsonObject { ["results"] = Array(page.Select(Person)) };
        if (next is not null)
            d["__next"] = $"{Origin}/odata/v2/PerPerson?$format=json&$skiptoken={next}";
        return Json(new JsonObject { ["d"] = d });
    }

    private static JsonNode Person(TestPerson person)
    {
        var worker = person.Worker;
        if (worker.HiredOn is null)
            return new JsonObject { ["personIdExternal"] = worker.Id, ["employmentNav"] = Results([]) };
        var employments = person.Others.Select(o => Other(person, o)).ToList();
        employments.Insert(worker.Id.EndsWith('1') ? employments.Count : 0, Principal(worker));
        return new JsonObject
        {
            ["personIdExternal"] = worker.Id,
            ["personalInfoNav"] = Results([
                Node(
                    new
                    {
                        startDate = Date(Company.Today.AddDays(400)),
                        firstName = "Later",
                        lastName = "Name",
                    }
                ),
                Node(
                    new
                    {
                        startDate = Date(worker.HiredOn),
                        firstName = person.FirstName,
                        lastName = person.LastName,
                    }
                ),
            ]),
            ["emailNav"] = Results(
                worker.Email is null
                    ? []
                    :
                    [
                        Node(new { emailAddress = "private@example.org", isPrimary = false }),
                        Node(new { emailAddress = worker.Email, isPrimary = true }),
                    ]
            ),
            ["employmentNav"] = Results(employments),
        };
    }

    private static JsonObject Principal(HrisWorker worker)
    {
        var jobs = InWindow(worker.Status, worker.LastDay, worker.Assignments)
            .SelectMany(
                (a, i) =>
                    new[]
                    {
                        // A record of the same day with a lower sequence number was replaced.
                        Job(a with { JobTitle = "Replaced" }, worker.Status, 1, worker),
                        Job(a, worker.Status, 2, worker),
                    }
            )
            .Reverse();
        // A termination to come is a record of its own.
        if (worker.LastDay > Company.Today)
            jobs = jobs.Append(
                Job(worker.Assignments[^1] with { From = worker.LastDay.Value.AddDays(1) }, HrisStatus.Left, 1, worker)
            );
        return Employment(worker.EmployeeNumber, worker.HiredOn, worker.LastDay, "ST", jobs);
    }

    private static IEnumerable<HrisAssignment> InWindow(
        HrisStatus status,
        DateOnly? lastDay,
        IReadOnlyList<HrisAssignment> assignments
    ) => status == HrisStatus.Left ? [assignments[0] with { From = lastDay!.Value.AddDays(1) }] : assignments;

    private static JsonObject Other(TestPerson person, OtherEmployment other) =>
        Employment(
            $"U{person.Worker.Id}",
            other.HiredOn,
            other.LastDay,
            other.Status == HrisStatus.Left ? "ST" : "GA",
            [Job(other.Assignment, other.Status, 1, person.Worker)]
        );

    private static JsonObject Employment(
        string? userId,
        DateOnly? hiredOn,
        DateOnly? lastDay,
        string assignmentClass,
        IEnumerable<JsonNode> jobs
    ) =>
        new()
        {
            ["userId"] = userId,
            ["startDate"] = Date(hiredOn),
            ["endDate"] = lastDay is null ? null : Date(lastDay.Value.AddDays(1)),
            ["lastDateWorked"] = Date(lastDay),
            ["assignmentClass"] = assignmentClass,
            ["jobInfoNav"] = Results(jobs),
        };

    private static JsonNode Job(HrisAssignment a, HrisStatus status, int number, HrisWorker worker) =>
        Node(
            new
            {
                startDate = Date(a.From),
                seqNumber = $"{number}",
                emplStatus = "1234",
                emplStatusNav = new { externalCode = Codes[status] },
                department = "d-17",
                departmentNav = new { name = a.Department },
                location = a.Site,
                locationNav = new { name = $"Site {a.Site}", timezone = "Europe/Berlin" },
                costCenter = a.CostCentre,
                managerId = a.Manager is null ? "NO_MANAGER" : $"E{a.Manager}",
                managerEmploymentNav = a.Manager is null ? null : new { personIdExternal = a.Manager },
                jobTitle = a.JobTitle,
                payGrade = a.JobLevel,
                fte = PartOf(1, a),
                customString7 = a.WorkMode,
                team = worker.CustomFields.GetValueOrDefault("team"),
            }
        );

    private static JsonObject Results(IEnumerable<JsonNode> nodes) => new() { ["results"] = Array(nodes) };

    private static string? Date(DateOnly? day) =>
        day is null
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"/Date({new DateTimeOffset(day.Value, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds()})/"
            );
}
