using System.Globalization;
using System.Text.Json;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>
/// Reads the entity PerPerson with names, addresses, employments, and the job records that hold today or begin later.
/// </summary>
internal sealed class SuccessFactorsConnector(SourceClient source, SuccessFactorsSettings settings, TimeProvider clock)
    : IHrisConnector
{
    /// <summary>Dependants and emergency contacts are persons too, but have never had an employment.</summary>
    private const string EmployeesOnly = "personEmpTerminationInfoNav/activeEmploymentsCount ne null";

    private static readonly string[] Expanded =
    [
        "personalInfoNav",
        "emailNav",
        "employmentNav",
        "employmentNav/jobInfoNav",
        "employmentNav/jobInfoNav/emplStatusNav",
        "employmentNav/jobInfoNav/departmentNav",
        "employmentNav/jobInfoNav/locationNav",
        "employmentNav/jobInfoNav/managerEmploymentNav",
    ];

    private static readonly string[] Selected =
    [
        "personIdExternal",
        "personalInfoNav/startDate",
        "personalInfoNav/firstName",
        "personalInfoNav/lastName",
        "emailNav/emailAddress",
        "emailNav/isPrimary",
        "employmentNav/userId",
        "employmentNav/startDate",
        "employmentNav/endDate",
        "employmentNav/lastDateWorked",
        "employmentNav/assignmentClass",
        "employmentNav/jobInfoNav/startDate",
        "employmentNav/jobInfoNav/seqNumber",
        "employmentNav/jobInfoNav/emplStatus",
        "employmentNav/jobInfoNav/emplStatusNav/externalCode",
        "employmentNav/jobInfoNav/department",
        "employmentNav/jobInfoNav/departmentNav/name",
        "employmentNav/jobInfoNav/location",
        "employmentNav/jobInfoNav/locationNav/name",
        "employmentNav/jobInfoNav/locationNav/timezone",
        "employmentNav/jobInfoNav/costCenter",
        "employmentNav/jobInfoNav/managerId",
        "employmentNav/jobInfoNav/managerEmploymentNav/personIdExternal",
        "employmentNav/jobInfoNav/jobTitle",
    ];

    /// <summary>The entities whose change changes a worker.</summary>
    private static readonly string[] Changing =
    [
        "",
        "personalInfoNav/",
        "emailNav/",
        "employmentNav/",
        "employmentNav/jobInfoNav/",
    ];

    public IAsyncEnumerable<HrisPage> Read(HrisReadRequest request, CancellationToken ct) =>
        PagedRead.Run(request, PagedRead.WatermarkAt(clock.GetUtcNow()), ReadPage, ct);

    private async Task<SourcePage> ReadPage(ReadState state, CancellationToken ct)
    {
        var address = state.Position is { } link ? source.Resolve(link) : FirstPage(state.Since);
        var answer = await source.GetJson(address, ct);
        if (answer.Find("/d/results") is not { ValueKind: JsonValueKind.Array })
            throw new HrisException($"{address.Host} answers without a list of persons.", isTransient: false);
        var people = answer.Items("/d/results").ToList();
        var mapping = new SuccessFactorsPerson(settings, clock.Today());
        return new(
            [.. people.Select(mapping.ToWorker)],
            [.. people.SelectMany(SuccessFactorsPerson.SitesOf).DistinctBy(s => s.Id)],
            answer.Text("/d/__next") is { } next ? source.Resolve(next).ToPosition() : null
        );
    }

    private Uri FirstPage(string? since)
    {
        string?[] ofSettings =
        [
            settings.JobLevelField,
            settings.WorkingTimeField,
            settings.WorkModeField,
            .. settings.CustomFields,
        ];
        string[] fields =
        [
            .. Selected,
            .. ofSettings.OfType<string>().Distinct().Select(f => $"employmentNav/jobInfoNav/{f}"),
        ];
        var changes = Changing.Select(e => $"{e}lastModifiedDateTime ge datetimeoffset'{since}'");
        var filter = since is null ? EmployeesOnly : $"{EmployeesOnly} and ({string.Join(" or ", changes)})";
        return new Uri(source.Address, "/odata/v2/PerPerson")
            .WithQuery("$format", "json")
            .WithQuery("paging", "snapshot")
            .WithQuery("customPageSize", settings.PageSize.ToString(CultureInfo.InvariantCulture))
            // Without this window only the record of today is given.
            .WithQuery("fromDate", clock.Today().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            .WithQuery("toDate", "9999-12-31")
            .WithQuery("$filter", filter)
            .WithQuery("$expand", string.Join(',', Expanded))
            .WithQuery("$select", string.Join(',', fields));
    }
}
