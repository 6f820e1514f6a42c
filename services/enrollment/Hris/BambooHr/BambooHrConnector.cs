using System.Globalization;
using System.Net;
using System.Text.Json;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>
/// Reads the ids of employees that changed, of all employees for a full read, then each of them, and the history of
/// their jobs.
/// </summary>
internal sealed class BambooHrConnector(SourceClient source, BambooHrSettings settings, TimeProvider clock)
    : IHrisConnector
{
    private const string Always = "1970-01-01T00:00:00Z";

    private static readonly string[] Fields =
    [
        "employeeNumber",
        "firstName",
        "lastName",
        "workEmail",
        "status",
        "employmentHistoryStatus",
        "hireDate",
        "terminationDate",
        "location",
        "department",
        "jobTitle",
        "supervisorEId",
    ];

    private List<(string Id, bool IsDeleted)>? _changed;
    private ILookup<string, JsonElement>? _jobs;

    public IAsyncEnumerable<HrisPage> Read(HrisReadRequest request, CancellationToken ct)
    {
        (_changed, _jobs) = (null, null);
        return PagedRead.Run(request, PagedRead.WatermarkAt(clock.GetUtcNow()), ReadPage, ct);
    }

    /// <summary>The position is the id of the last employee that was read: ids are read in their order.</summary>
    private async Task<SourcePage> ReadPage(ReadState state, CancellationToken ct)
    {
        _changed ??= await ReadChanged(state.Since ?? Always, ct);
        _jobs ??= await ReadJobs(state.Since ?? Always, ct);
        var left = _changed.Where(e => state.Position is null || Compare(e.Id, state.Position) > 0).ToList();
        var workers = new List<HrisWorker>();
        foreach (var (id, isDeleted) in left.Take(settings.PageSize))
            workers.Add(isDeleted ? BambooHrEmployee.Deleted(id) : await ReadEmployee(id, _jobs, ct));
        return new(
            workers,
            [.. workers.SelectMany(BambooHrEmployee.SitesOf).DistinctBy(s => s.Id)],
            left.Count > settings.PageSize ? workers[^1].Id : null
        );
    }

    private async Task<List<(string Id, bool IsDeleted)>> ReadChanged(string since, CancellationToken ct)
    {
        var answer = await source.GetJson(At("employees/changed").WithQuery("since", since), ct);
        return
        [
            .. EmployeesOf(answer)
                .Select(e => (e.Name, IsDeleted: e.Value.Text("action") == "Deleted"))
                .OrderBy(e => e.Name, Comparer<string>.Create(Compare)),
        ];
    }

    private async Task<ILookup<string, JsonElement>> ReadJobs(string since, CancellationToken ct)
    {
        var answer = await source.GetJson(At("employees/changed/tables/jobInfo").WithQuery("since", since), ct);
        return EmployeesOf(answer)
            .SelectMany(e => e.Value.Items("rows").Select(Row => (e.Name, Row)))
            .ToLookup(e => e.Name, e => e.Row);
    }

    private async Task<HrisWorker> ReadEmployee(string id, ILookup<string, JsonElement> jobs, CancellationToken ct)
    {
        string?[] fields =
        [
            .. Fields,
            settings.JobLevelField,
            settings.CostCentreField,
            settings.WorkingTimeField,
            settings.WorkModeField,
            .. settings.CustomFields,
        ];
        var address = At($"employees/{Uri.EscapeDataString(id)}")
            .WithQuery("fields", string.Join(',', fields.OfType<string>().Distinct()))
            // Gives values that begin to hold later too, such as those of a future hire.
            .WithQuery("onlyCurrent", "false");
        using var response = await source.Get(address, "application/json", ct);
        return response.StatusCode == HttpStatusCode.NotFound
            ? BambooHrEmployee.Deleted(id)
            : new BambooHrEmployee(settings, clock.Today()).ToWorker(
                id,
                await SourceAnswers.ReadJson(response, ct),
                jobs[id]
            );
    }

    /// <summary>PHP writes an empty map as an empty array.</summary>
    private List<JsonProperty> EmployeesOf(JsonElement answer) =>
        answer.Find("employees") switch
        {
            { ValueKind: JsonValueKind.Object } employees => [.. employees.EnumerateObject()],
            { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() == 0 => [],
            _ => throw new HrisException($"{source.Address.Host} answers without employees.", isTransient: false),
        };

    private Uri At(string path) => new(source.Address, $"/api/v1/{path}");

    /// <summary>Ids are numbers, mostly.</summary>
    private static int Compare(string a, string b) =>
        long.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out var x)
        && long.TryParse(b, NumberStyles.None, CultureInfo.InvariantCulture, out var y)
            ? x.CompareTo(y)
            : string.CompareOrdinal(a, b);
}
