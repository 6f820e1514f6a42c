using System.Text.Json;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>Makes a worker of a person and their employments.</summary>
internal sealed class PersonioPerson(PersonioSettings settings, DateOnly today)
{
    public static string IdOf(JsonElement person) =>
        person.Text("id") ?? throw new HrisException("A person has no id.", isTransient: false);

    public static string? DepartmentOf(JsonElement employment) =>
        employment.Items("org_units").FirstOrDefault(u => u.Text("type") == "department")
            is { ValueKind: JsonValueKind.Object } unit
            ? unit.Text("id")
            : null;

    public HrisWorker ToWorker(
        JsonElement person,
        IReadOnlyList<JsonElement> employments,
        IReadOnlyDictionary<string, string> unitNames
    )
    {
        var attributes = person
            .Items("custom_attributes")
            .Select(a => (Id: a.Text("global_id"), Values: a.Texts("value").ToList()))
            .Where(a => a is { Id: not null, Values.Count: > 0 })
            .ToLookup(a => a.Id!, a => a.Values);
        string? Attribute(string? id) => id is null ? null : attributes[id].FirstOrDefault()?[0];
        var (level, workMode) = (Attribute(settings.JobLevelAttribute), Attribute(settings.WorkModeAttribute));
        var all = employments.Select(e => ToEmployment(e, level, workMode, unitNames)).ToList();
        var chosen = all.Count == 0 ? null : Employment.Choose(all, today);
        var name = $"{person.Text("first_name")} {person.Text("last_name")}".Trim();
        return new(
            IdOf(person),
            null,
            name.Length > 0 ? name : null,
            person.Text("email"),
            chosen?.Status ?? HrisStatus.Unknown,
            chosen?.StatusCode,
            chosen?.HiredOn,
            chosen?.LastDay,
            chosen?.Assignments ?? [],
            [.. settings.LanguagesAttribute is { } languages ? attributes[languages].SelectMany(v => v) : []],
            settings.CustomFields.Where(f => attributes.Contains(f)).ToDictionary(f => f, f => Attribute(f)!)
        )
        {
            OtherJobs = Employment.OtherJobs(all, chosen, today),
        };
    }

    private Employment ToEmployment(
        JsonElement employment,
        string? level,
        string? workMode,
        IReadOnlyDictionary<string, string> unitNames
    )
    {
        var status = employment.Text("status");
        var hiredOn = SourceDates.Read(employment, "employment_start_date");
        return new(
            IsPrimary: false,
            Employment.StatusAt(StatusOf(status), hiredOn, today),
            status,
            hiredOn,
            Employment.LastDayAfter(hiredOn, LastDayOf(employment)),
            [
                new(
                    null,
                    employment.Text("/office/id"),
                    DepartmentOf(employment) is { } unit ? unitNames[unit] : null,
                    employment
                        .Items("cost_centers")
                        .OrderByDescending(WeightOf)
                        .Select(c => c.Text("id"))
                        .FirstOrDefault(),
                    employment.Text("/supervisor/id"),
                    employment.Text("/position/title"),
                    level,
                    WorkingTimeOf(employment),
                    workMode
                ),
            ]
        );
    }

    /// <summary>The end of a contract is left out: most contracts are prolonged.</summary>
    private static DateOnly? LastDayOf(JsonElement employment) =>
        SourceDates.Read(employment, "/termination/last_working_day")
        ?? SourceDates.Read(employment, "/termination/last_working_date")
        ?? SourceDates.Read(employment, "/termination/termination_date")
        ?? SourceDates.Read(employment, "employment_end_date");

    private static string? WorkingTimeOf(JsonElement employment) =>
        employment.Find("full_time_weekly_working_hours") is { ValueKind: JsonValueKind.Number } hours
        && hours.TryGetDecimal(out var fullTime)
            ? SourceWorkingTimes.ToPercent(employment.Text("weekly_working_hours"), fullTime)
            : null;

    private static double WeightOf(JsonElement costCentre) =>
        costCentre.Find("weight") is { ValueKind: JsonValueKind.Number } weight ? weight.GetDouble() : 0;

    private static HrisStatus StatusOf(string? code) =>
        code switch
        {
            "ONBOARDING" => HrisStatus.PreHire,
            "ACTIVE" => HrisStatus.Active,
            "LEAVE" => HrisStatus.OnLeave,
            "INACTIVE" => HrisStatus.Left,
            _ => HrisStatus.Unknown,
        };
}
