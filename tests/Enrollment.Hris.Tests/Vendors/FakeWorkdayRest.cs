using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Hris.Tests.Vendors;

/// <summary>The workers of the REST API, with an OAuth refresh token.</summary>
public sealed class FakeWorkdayRest : FakeVendor
{
    private static readonly string Client =
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"client:{Secret}"));

    public FakeTokens Tokens { get; } = new();

    public override bool HasDeltas => false;

    public override HrisSourceSettings Settings(Uri address) =>
        new WorkdayRestSettings
        {
            Address = new(address, "/ccx/api/v1/acme"),
            TokenAddress = new(address, "/ccx/oauth2/acme/token"),
            ClientId = "client",
            ClientSecret = Secret,
            RefreshToken = "refresh-1",
            PageSize = PageSize,
        };

    /// <summary>The API tells neither status nor days nor managers.</summary>
    public override HrisWorker Expected(HrisWorker worker) =>
        worker with
        {
            OtherJobs = [],
            Status = HrisStatus.Unknown,
            HiredOn = null,
            LastDay = null,
            Assignments =
            [
                worker.Assignments[0] with
                {
                    From = null,
                    CostCentre = null,
                    Manager = null,
                    JobLevel = null,
                    WorkingTime = null,
                    WorkMode = null,
                },
            ],
            Languages = [],
            CustomFields = new Dictionary<string, string>(),
        };

    public override FakeAnswer Answer(FakeRequest request)
    {
        if (request.Path == "/ccx/oauth2/acme/token")
            return Tokens.Give(
                request.Authorization == Client && request.Body == "grant_type=refresh_token&refresh_token=refresh-1"
            );
        if (!Tokens.IsGood(request))
            return Refusal(HttpStatusCode.Unauthorized);
        if (request.Path != "/ccx/api/v1/acme/workers")
            return Refusal(HttpStatusCode.NotFound);
        BeforePage();
        var offset = int.Parse(request.Query["offset"], CultureInfo.InvariantCulture);
        var limit = Math.Min(SizeLimit, int.Parse(request.Query["limit"], CultureInfo.InvariantCulture));
        return Json(
            new JsonObject
            {
                ["total"] = People.Count,
                ["data"] = Array(People.Skip(offset).Take(limit).Select(Worker)),
            }
        );
    }

    private static JsonNode Worker(TestPerson person)
    {
        var (worker, assignment) = (person.Worker, person.Worker.Assignments[0]);
        return Node(
            new
            {
                id = worker.Id,
                workerId = worker.EmployeeNumber,
                descriptor = worker.Name,
                primaryWorkEmail = worker.Email,
                businessTitle = assignment.JobTitle,
                isManager = false,
                location = assignment.Site is null
                    ? null
                    : new { id = assignment.Site, descriptor = $"Site {assignment.Site}" },
                primarySupervisoryOrganization = assignment.Department is null
                    ? null
                    : new { id = "o1", descriptor = assignment.Department },
            }
        );
    }
}
