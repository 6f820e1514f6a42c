using System.Net;
using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Hris.Tests.Vendors;

/// <summary>Persons by cursor, employments of each, names of departments, tokens for client credentials.</summary>
public sealed class FakePersonio : FakeVendor
{
    private static readonly Dictionary<HrisStatus, string> Codes = new()
    {
        [HrisStatus.Active] = "ACTIVE",
        [HrisStatus.PreHire] = "ONBOARDING",
        [HrisStatus.OnLeave] = "LEAVE",
        [HrisStatus.Left] = "INACTIVE",
        [HrisStatus.Unknown] = "UNSPECIFIED",
    };

    public FakeTokens Tokens { get; } = new();

    public override bool ReportsSites => false;

    public override HrisSourceSettings Settings(Uri address) =>
        new PersonioSettings
        {
            Address = address,
            ClientId = "papi-1",
            ClientSecret = Secret,
            PageSize = PageSize,
            JobLevelAttribute = "level",
            WorkModeAttribute = "mode",
            LanguagesAttribute = "languages",
            CustomFields = ["team"],
        };

    /// <summary>The API tells the present state alone, without the day from which it holds.</summary>
    public override HrisWorker Expected(HrisWorker worker) =>
        worker with
        {
            OtherJobs = [],
            EmployeeNumber = null,
            StatusCode = Codes[worker.Status],
            Assignments = [worker.Assignments[0] with { From = null }],
        };

    public override HrisWorker ExpectedOfMinimal(string id) => Company.Minimal(id) with { Assignments = [] };

    public override FakeAnswer Answer(FakeRequest request)
    {
        if (request.Path == "/v2/auth/token")
            return Tokens.Give(
                request.Body == $"grant_type=client_credentials&client_id=papi-1&client_secret={Secret}"
            );
        if (!Tokens.IsGood(request))
            return Refusal(HttpStatusCode.Unauthorized);
        return request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["v2", "persons"] => Persons(request),
            ["v2", "persons", var id, "employments"] => Employments(id, request),
            ["v2", "org-units", "Sales"] => Refusal(HttpStatusCode.NotFound),
            ["v2", "org-units", var unit] when request.Query["type"] == "department" => Json(
                new JsonObject { ["id"] = unit, ["name"] = NameOf(unit) }
            ),
            _ => Refusal(HttpStatusCode.NotFound),
        };
    }

    private FakeAnswer Persons(FakeRequest request)
    {
        var (page, next) = After(request.Query.GetValueOrDefault("cursor"));
        return Page(page.Select(Person), next is null ? null : $"/v2/persons?limit={PageSize}&cursor={next}");
    }

    /// <summary>One employment a page, and a next link whose path does not exist.</summary>
    private FakeAnswer Employments(string id, FakeRequest request)
    {
        var person = People.Find(p => p.Worker.Id == id);
        if (person is null)
            return Refusal(HttpStatusCode.NotFound);
        var all = EmploymentsOf(person).ToList();
        var at = int.Parse(request.Query.GetValueOrDefault("cursor") ?? "0", null);
        return Page(all.Skip(at).Take(1), at + 1 < all.Count ? $"/v2/employments?cursor={at + 1}" : null);
    }

    private static IEnumerable<JsonNode> EmploymentsOf(TestPerson person)
    {
        var worker = person.Worker;
        foreach (var other in person.Others.Where(o => o.Status == HrisStatus.Left || o.HiredOn < worker.HiredOn))
            yield return Employment(other.Assignment, Codes[other.Status], other.HiredOn, other.LastDay);
        if (worker.HiredOn is not null)
            yield return Employment(worker.Assignments[0], Codes[worker.Status], worker.HiredOn, worker.LastDay);
    }

    private static JsonNode Employment(HrisAssignment a, string status, DateOnly? hiredOn, DateOnly? lastDay) =>
        Node(
            new
            {
                id = $"e{hiredOn:yyyyMMdd}",
                status,
                employment_start_date = Iso(hiredOn),
                contract_end_date = "2030-01-01",
                termination = lastDay is null
                    ? null
                    : new { last_working_day = Iso(lastDay), termination_date = Iso(lastDay.Value.AddDays(30)) },
                supervisor = a.Manager is null ? null : new { id = a.Manager },
                office = new { id = a.Site },
                position = new { title = a.JobTitle },
                weekly_working_hours = PartOf(40, a),
                full_time_weekly_working_hours = 40,
                org_units = new[]
                {
                    new { type = "team", id = "t9" },
                    new { type = "department", id = IdOf(a.Department!) },
                },
                cost_centers = new[]
                {
                    new { id = (string?)"CC-minor", weight = 20 },
                    new { id = a.CostCentre, weight = 80 },
                },
            }
        );

    private static JsonNode Person(TestPerson person)
    {
        var worker = person.Worker;
        var attributes = new List<JsonNode>
        {
            Node(
                new
                {
                    global_id = "salary",
                    type = "INT",
                    value = 90_000,
                }
            ),
        };
        if (worker.HiredOn is not null)
            attributes.Add(
                Node(
                    new
                    {
                        global_id = "level",
                        type = "STRING",
                        value = worker.Assignments[0].JobLevel,
                    }
                )
            );
        if (worker.Assignments is [{ WorkMode: { } mode }, ..])
            attributes.Add(
                Node(
                    new
                    {
                        global_id = "mode",
                        type = "STRING",
                        value = mode,
                    }
                )
            );
        if (worker.Languages.Count > 0)
            attributes.Add(
                Node(
                    new
                    {
                        global_id = "languages",
                        type = "STRING_LIST",
                        value = worker.Languages,
                    }
                )
            );
        if (worker.CustomFields.TryGetValue("team", out var team))
            attributes.Add(
                Node(
                    new
                    {
                        global_id = "team",
                        type = "STRING",
                        value = team,
                    }
                )
            );
        return new JsonObject
        {
            ["id"] = worker.Id,
            ["first_name"] = worker.Name is null ? null : person.FirstName,
            ["last_name"] = worker.Name is null ? null : person.LastName,
            ["email"] = worker.Email,
            ["custom_attributes"] = Array(attributes),
        };
    }

    /// <summary>The name of one department cannot be read: its id is its name.</summary>
    private static string IdOf(string department) =>
        department switch
        {
            "R&D" => "d0",
            "Finance; Tax" => "d1",
            _ => department,
        };

    private static string NameOf(string unit) =>
        unit switch
        {
            "d0" => "R&D",
            "d1" => "Finance; Tax",
            _ => unit,
        };

    private static FakeAnswer Page(IEnumerable<JsonNode> data, string? next)
    {
        var links = new JsonObject { ["self"] = new JsonObject { ["href"] = "/v2/persons" } };
        if (next is not null)
            links["next"] = new JsonObject { ["href"] = next };
        return Json(
            new JsonObject
            {
                ["_data"] = Array(data),
                ["_meta"] = new JsonObject { ["links"] = links },
            }
        );
    }
}
