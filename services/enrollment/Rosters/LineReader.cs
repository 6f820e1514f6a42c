using System.Globalization;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Rosters;

/// <summary>Reads the fields of one line by the mapping, noting everything that is wrong with them.</summary>
internal sealed class LineReader(
    RosterTable table,
    RosterRecord record,
    RosterMapping mapping,
    RosterKeys keys,
    List<LineError> errors
)
{
    private static readonly char[] LanguageSeparators = [';', ',', '|', ' '];

    private readonly CellReader _cells = new(table, record, errors);

    public string? EmployeeNumber() =>
        mapping.Key.FromLine
            ? $"{mapping.Key.Prefix}{record.Number}"
            : _cells.Required(mapping.Fields.EmployeeNumber, "employeeNumber", 64);

    /// <summary>Null when something was wrong.</summary>
    public RosterLine? ReadLine(string employeeNumber, IReadOnlyDictionary<string, SiteRecord> sites)
    {
        var fields = mapping.Fields;
        var code = _cells.Required(fields.Site, "site", 32) ?? "";
        var site = RequireSite(code, sites);
        var employment = new Employment(
            code,
            site?.TimeZone ?? "",
            null,
            _cells.Text(fields.Department, "department", 100),
            _cells.Text(fields.JobTitle, "jobTitle", 200),
            (int?)_cells.Number(fields.JobLevel, "jobLevel", 1000, whole: true),
            _cells.Number(fields.YearsOfExperience, "yearsOfExperience", 80),
            FirstDay(),
            Languages(),
            CostCentre: _cells.Text(fields.CostCentre, "costCentre", 100),
            WorkingTime: ReadWorkingTime(),
            WorkMode: ReadWorkMode()
        );
        var line = new RosterLine(
            record.Line,
            employeeNumber,
            _cells.Text(fields.Name, "name", 200),
            Email(),
            _cells.Text(fields.Manager, "manager", 64),
            employment,
            Account(employeeNumber),
            OnLeave(),
            fields.LastDay is null ? null : new LastDay(_cells.Day(fields.LastDay, "lastDay")),
            keys.OfNumber(employeeNumber),
            Kind()
        )
        {
            OtherJobs = ReadOtherJobs(sites),
        };
        return _cells.IsValid ? line : null;
    }

    /// <summary>An empty cell means no.</summary>
    public bool IsPrimaryJob() => _cells.Flag(mapping.Fields.PrimaryJob, "primaryJob") is true;

    private RosterJob[] ReadOtherJobs(IReadOnlyDictionary<string, SiteRecord> sites)
    {
        // A flag that is neither yes nor no is an error of its line.
        IsPrimaryJob();
        if (record.OtherJobs.Count > OtherJob.MaxCount)
            _cells.AddError(
                mapping.Fields.PrimaryJob,
                "otherJobs",
                $"{OtherJob.MaxMessage}, not {record.OtherJobs.Count}"
            );
        return
        [
            .. record
                .OtherJobs.Take(OtherJob.MaxCount)
                .Select(job => new LineReader(table, job, mapping, keys, errors).ReadOtherJob(sites)),
        ];
    }

    private RosterJob ReadOtherJob(IReadOnlyDictionary<string, SiteRecord> sites)
    {
        var fields = mapping.Fields;
        if (record.Problem is { } problem)
            errors.Add(new(record.Line, null, problem));
        IsPrimaryJob();
        var code = _cells.Text(fields.Site, "site", 32);
        RequireSite(code, sites);
        return new(
            record.Line,
            _cells.Text(fields.Manager, "manager", 64),
            new(
                code,
                _cells.Text(fields.Department, "department", 100),
                Manager: null,
                _cells.Text(fields.JobTitle, "jobTitle", 200),
                ReadWorkingTime()
            )
        );
    }

    private SiteRecord? RequireSite(string? code, IReadOnlyDictionary<string, SiteRecord> sites)
    {
        if (string.IsNullOrEmpty(code))
            return null;
        if (!sites.TryGetValue(code, out var site))
            _cells.AddError(
                mapping.Fields.Site,
                "site",
                $"the site '{code}' is not known: list it under sites in the mapping"
            );
        return site;
    }

    private Guid? Account(string employeeNumber)
    {
        var subject = mapping.SubjectIsEmployeeNumber
            ? employeeNumber
            : _cells.Text(mapping.Fields.Subject, "subject", Tokens.MaxSubject);
        return subject is null ? null : keys.OfSubject(subject);
    }

    private int? ReadWorkingTime()
    {
        var source = mapping.Fields.WorkingTime;
        if (_cells.ReadValue(source, "workingTime") is not { Length: > 0 } text)
            return null;
        if (
            decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var time)
            && WorkingTime.Of(time, mapping.FullTime) is { } percent
        )
            return percent;
        _cells.AddError(
            source,
            "workingTime",
            $"must be a number that is 1 to 150 percent of full time, where fullTime in the mapping is "
                + $"{mapping.FullTime.ToString(CultureInfo.InvariantCulture)}; '{RosterFile.Truncate(text)}' is not"
        );
        return null;
    }

    private WorkMode? ReadWorkMode()
    {
        var source = mapping.Fields.WorkMode;
        if (_cells.Text(source, "workMode", 100) is not { } text)
            return null;
        if (WorkModes.Of(text) is { } mode)
            return mode;
        _cells.AddError(source, "workMode", $"{WorkModes.Message}, which '{RosterFile.Truncate(text)}' is not");
        return null;
    }

    private DateOnly? FirstDay()
    {
        var (before, day) = (errors.Count, HiredOn());
        if (record.IsPreHire && day is null && errors.Count == before)
            _cells.AddError(mapping.Fields.HiredOn, "hiredOn", "must be given for a person who has not begun to work");
        return day;
    }

    private DateOnly? HiredOn()
    {
        if (mapping.Fields.YearsInCompany is not { } years)
            return _cells.Day(mapping.Fields.HiredOn, "hiredOn");
        return _cells.Number(years, "yearsInCompany", 80) is { } n
            ? mapping.AsOf!.Value.AddMonths(-(int)Math.Round(n * 12))
            : null;
    }

    /// <summary>Null where the file does not say. An empty cell means no.</summary>
    private bool? OnLeave() => _cells.Flag(mapping.Fields.OnLeave, "onLeave");

    private PersonKind? Kind()
    {
        var source = mapping.Fields.Kind;
        if (_cells.Text(source, "kind", 20) is not { } text)
            return null;
        if (PersonKinds.OfHr(text) is { } kind)
            return kind;
        _cells.AddError(source, "kind", $"{PersonKinds.HrMessage}; '{text}' is none of them");
        return null;
    }

    private string? Email()
    {
        var text = _cells.Text(mapping.Fields.Email, "email", 254);
        return text is null || (text.Split('@') is [{ Length: > 0 }, { Length: > 0 }] && !text.Any(char.IsWhiteSpace))
            ? text
            : _cells.AddError(
                mapping.Fields.Email,
                "email",
                $"must be an e-mail address, which '{RosterFile.Truncate(text)}' is not"
            );
    }

    private string[] Languages()
    {
        var codes =
            _cells
                .Text(mapping.Fields.Languages, "languages", 200)
                ?.ToLowerInvariant()
                .Split(LanguageSeparators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Distinct()
                .ToArray()
            ?? [];
        if (codes.FirstOrDefault(c => !FieldRules.IsLanguage(c)) is { } wrong)
            _cells.AddError(
                mapping.Fields.Languages,
                "languages",
                $"must be ISO 639-1 codes such as en;de, which '{RosterFile.Truncate(wrong)}' is not"
            );
        return codes;
    }
}
