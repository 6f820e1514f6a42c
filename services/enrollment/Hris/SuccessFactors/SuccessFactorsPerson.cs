using System.Globalization;
using System.Text.Json;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>Makes a worker of a PerPerson entity.</summary>
internal sealed class SuccessFactorsPerson(SuccessFactorsSettings settings, DateOnly today)
{
    /// <summary>The codes of the picklist employee-status, as SAP delivers it.</summary>
    private static readonly Dictionary<string, HrisStatus> Statuses = new(StringComparer.OrdinalIgnoreCase)
    {
        ["A"] = HrisStatus.Active,
        ["P"] = HrisStatus.OnLeave,
        ["U"] = HrisStatus.OnLeave,
        ["S"] = HrisStatus.OnLeave,
        ["F"] = HrisStatus.OnLeave,
        ["T"] = HrisStatus.Left,
        ["R"] = HrisStatus.Left,
        ["D"] = HrisStatus.Left,
        ["O"] = HrisStatus.Left,
    };

    public HrisWorker ToWorker(JsonElement person)
    {
        var id =
            person.Text("personIdExternal")
            ?? throw new HrisException("A person has no personIdExternal.", isTransient: false);
        var employments = person
            .Items("/employmentNav/results")
            .Select(e => (Json: e, Employment: ToEmployment(e)))
            .ToList();
        var chosen = employments.Count == 0 ? null : Employment.Choose(employments.Select(e => e.Employment), today);
        var json = employments.Find(e => ReferenceEquals(e.Employment, chosen)).Json;
        var userId = chosen is null ? null : json.Text("userId");
        return new(
            id,
            userId == id ? null : userId,
            NameOf(person),
            EmailOf(person),
            chosen?.Status ?? HrisStatus.Unknown,
            chosen?.StatusCode,
            chosen?.HiredOn,
            chosen?.LastDay,
            chosen?.Assignments ?? [],
            [],
            chosen is null ? new Dictionary<string, string>() : CustomFieldsOf(json)
        )
        {
            // A second employment, or a global assignment.
            OtherJobs = Employment.OtherJobs(employments.Select(e => e.Employment), chosen, today),
        };
    }

    public static IEnumerable<HrisSite> SitesOf(JsonElement person) =>
        from employment in person.Items("/employmentNav/results")
        from job in employment.Items("/jobInfoNav/results")
        let id = job.Text("location")
        where id is not null
        select new HrisSite(id, job.Text("/locationNav/name") ?? id, job.Text("/locationNav/timezone"), Country: null);

    private Employment ToEmployment(JsonElement employment)
    {
        var jobs = Jobs(employment);
        var present = Present(jobs);
        var status = present is { } job ? StatusCodeOf(job) : null;
        // The record that begins the day after the last one says that the person is gone, not where they work.
        var working = jobs.Where(j => StatusOf(StatusCodeOf(j)) != HrisStatus.Left).ToList();
        var hiredOn = Day(employment, "startDate");
        return new(
            employment.Text("assignmentClass") is null or "ST",
            Employment.StatusAt(StatusOf(status), hiredOn, today),
            status,
            hiredOn,
            Employment.LastDayAfter(hiredOn, Day(employment, "lastDateWorked") ?? Day(employment, "endDate")),
            Employment.PresentAndNext((working.Count > 0 ? working : jobs).Select(ToAssignment), today)
        );
    }

    private HrisAssignment ToAssignment(JsonElement job) =>
        new(
            Day(job, "startDate"),
            job.Text("location"),
            job.Text("/departmentNav/name") ?? job.Text("department"),
            job.Text("costCenter"),
            job.Text("/managerEmploymentNav/personIdExternal")
                ?? (job.Text("managerId") is { } manager and not "NO_MANAGER" ? manager : null),
            job.Text("jobTitle"),
            job.Text(settings.JobLevelField),
            settings.WorkingTimeField is { } time ? SourceWorkingTimes.ToPercent(job.Text(time), fullTime: 1) : null,
            settings.WorkModeField is { } mode ? job.Text(mode) : null
        );

    private Dictionary<string, string> CustomFieldsOf(JsonElement employment)
    {
        var job = Present(Jobs(employment));
        return settings
            .CustomFields.Select(f => (f, Value: job?.Text(f)))
            .Where(f => f.Value is not null)
            .ToDictionary(f => f.f, f => f.Value!);
    }

    private static List<JsonElement> Jobs(JsonElement employment) =>
        [
            .. employment
                .Items("/jobInfoNav/results")
                .OrderBy(j => Day(j, "startDate"))
                .ThenBy(j =>
                    int.TryParse(j.Text("seqNumber"), CultureInfo.InvariantCulture, out var number) ? number : 0
                ),
        ];

    private JsonElement? Present(List<JsonElement> jobs) =>
        jobs.Count == 0 ? null : jobs[Math.Max(0, jobs.FindLastIndex(j => !(Day(j, "startDate") > today)))];

    private string? NameOf(JsonElement person)
    {
        var infos = person.Items("/personalInfoNav/results").OrderBy(i => Day(i, "startDate")).ToList();
        if (infos.Count == 0)
            return null;
        var info = infos[Math.Max(0, infos.FindLastIndex(i => !(Day(i, "startDate") > today)))];
        var name = $"{info.Text("firstName")} {info.Text("lastName")}".Trim();
        return name.Length > 0 ? name : null;
    }

    private static string? EmailOf(JsonElement person) =>
        person
            .Items("/emailNav/results")
            .OrderByDescending(e => e.Text("isPrimary") == "true")
            .Select(e => e.Text("emailAddress"))
            .FirstOrDefault(e => e is not null);

    private static string? StatusCodeOf(JsonElement job) =>
        job.Text("/emplStatusNav/externalCode") ?? job.Text("emplStatus");

    private static HrisStatus StatusOf(string? code) =>
        code is null ? HrisStatus.Unknown : Statuses.GetValueOrDefault(code);

    private static DateOnly? Day(JsonElement element, string name) => SourceDates.Read(element, name);
}
