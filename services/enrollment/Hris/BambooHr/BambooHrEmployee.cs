using System.Text.Json;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>Makes a worker of an employee and the rows of the table jobInfo.</summary>
internal sealed class BambooHrEmployee(BambooHrSettings settings, DateOnly today)
{
    public static HrisWorker Deleted(string id) =>
        new(
            id,
            null,
            null,
            null,
            HrisStatus.Unknown,
            null,
            null,
            null,
            [],
            [],
            new Dictionary<string, string>(),
            IsDeleted: true
        );

    /// <summary>Places have names alone.</summary>
    public static IEnumerable<HrisSite> SitesOf(HrisWorker worker) =>
        worker.Assignments.Select(a => a.Site).OfType<string>().Select(s => new HrisSite(s, s, null, null));

    public HrisWorker ToWorker(string id, JsonElement employee, IEnumerable<JsonElement> jobs)
    {
        var hiredOn = SourceDates.Read(employee, "hireDate");
        var status = employee.Text("employmentHistoryStatus") ?? employee.Text("status");
        var name = $"{employee.Text("firstName")} {employee.Text("lastName")}".Trim();
        var assignments = jobs.Select(job => ToAssignment(job, employee)).ToList();
        // The history of a person who comes back has the jobs of the earlier employment too.
        if (hiredOn > today)
            assignments.RemoveAll(a => a.From < hiredOn);
        return new(
            id,
            employee.Text("employeeNumber"),
            name.Length > 0 ? name : null,
            employee.Text("workEmail"),
            StatusOf(employee, hiredOn),
            status,
            hiredOn,
            Employment.LastDayAfter(hiredOn, SourceDates.Read(employee, "terminationDate")),
            Employment.PresentAndNext(assignments.Count > 0 ? assignments : [ToAssignment(employee, employee)], today),
            [],
            settings
                .CustomFields.Select(f => (f, Value: employee.Text(f)))
                .Where(f => f.Value is not null)
                .ToDictionary(f => f.f, f => f.Value!)
        );
    }

    /// <summary>A row has the name of a supervisor, not the id: all rows get the present supervisor.</summary>
    private HrisAssignment ToAssignment(JsonElement job, JsonElement employee) =>
        new(
            SourceDates.Read(job, "date"),
            job.Text("location"),
            job.Text("department"),
            TextOf(employee, settings.CostCentreField),
            employee.Text("supervisorEId"),
            job.Text("jobTitle"),
            TextOf(employee, settings.JobLevelField),
            SourceWorkingTimes.ToPercent(TextOf(employee, settings.WorkingTimeField), settings.FullTime),
            TextOf(employee, settings.WorkModeField)
        );

    private static string? TextOf(JsonElement employee, string? field) => field is null ? null : employee.Text(field);

    /// <summary>
    /// The status that counts is active or inactive. Companies choose the words of the history themselves: leave alone
    /// is looked for in them.
    /// </summary>
    private HrisStatus StatusOf(JsonElement employee, DateOnly? hiredOn)
    {
        var history = employee.Text("employmentHistoryStatus") ?? "";
        return (employee.Text("status")?.ToLowerInvariant(), history) switch
        {
            ("inactive", _) when hiredOn > today => HrisStatus.PreHire,
            ("inactive", _) => HrisStatus.Left,
            ("active", var h) when h.Contains("leave", StringComparison.OrdinalIgnoreCase) => HrisStatus.OnLeave,
            ("active", _) => Employment.StatusAt(HrisStatus.Active, hiredOn, today),
            _ => HrisStatus.Unknown,
        };
    }
}
