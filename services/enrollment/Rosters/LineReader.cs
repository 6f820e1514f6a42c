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

    private bool _isValid = true;

    public string? EmployeeNumber() =>
        mapping.Key.FromLine
            ? $"{mapping.Key.Prefix}{record.Number}"
            : Required(mapping.Fields.EmployeeNumber, "employeeNumber", 64);

    /// <summary>Null when something was wrong.</summary>
    public RosterLine? ReadLine(string employeeNumber, IReadOnlyDictionary<string, SiteRecord> sites)
    {
        var fields = mapping.Fields;
        var code = Required(fields.Site, "site", 32) ?? "";
        if (!sites.TryGetValue(code, out var site) && code.Length > 0)
            AddError(fields.Site, "site", $"the site '{code}' is not known: list it under sites in the mapping");
        var employment = new Employment(
            code,
            site?.TimeZone ?? "",
            null,
            Text(fields.Department, "department", 100),
            Text(fields.JobTitle, "jobTitle", 200),
            (int?)Number(fields.JobLevel, "jobLevel", 1000, whole: true),
            Number(fields.YearsOfExperience, "yearsOfExperience", 80),
            FirstDay(),
            Languages(),
            CostCentre: Text(fields.CostCentre, "costCentre", 100),
            WorkingTime: ReadWorkingTime(),
            WorkMode: ReadWorkMode()
        );
        var line = new RosterLine(
            record.Line,
            employeeNumber,
            Text(fields.Name, "name", 200),
            Email(),
            Text(fields.Manager, "manager", 64),
            employment,
            Account(employeeNumber),
            OnLeave(),
            fields.LastDay is null ? null : new LastDay(Day(fields.LastDay, "lastDay")),
            keys.OfNumber(employeeNumber),
            Kind()
        );
        return _isValid ? line : null;
    }

    private Guid? Account(string employeeNumber)
    {
        var subject = mapping.SubjectIsEmployeeNumber
            ? employeeNumber
            : Text(mapping.Fields.Subject, "subject", Tokens.MaxSubject);
        return subject is null ? null : keys.OfSubject(subject);
    }

    private string? Required(FieldSource? source, string field, int maxLength)
    {
        var (before, text) = (errors.Count, Text(source, field, maxLength));
        if (text is null && errors.Count == before)
            AddError(source, field, "must not be empty");
        return text;
    }

    private string? Text(FieldSource? source, string field, int maxLength)
    {
        if (ReadValue(source, field) is not { Length: > 0 } text)
            return null;
        if (text.Length > maxLength)
            return AddError(source, field, $"must not be longer than {maxLength} characters");
        if (!TextValidation.IsLine(text))
            return AddError(source, field, TextValidation.LineMessage.TrimEnd('.'));
        return FieldRules.IsFormula(text)
            ? AddError(source, field, $"must not begin with '{text[0]}', as formulas do")
            : text;
    }

    private string? ReadValue(FieldSource? source, string field)
    {
        if (source is null)
            return null;
        if (source.Constant is not null)
            return source.Constant;
        var cell = table.TextOf(record, source.Headings);
        if (source.Values is null)
            return cell;
        return source.Values.TryGetValue(cell, out var meaning)
            ? meaning
            : source.Otherwise
                ?? (
                    cell.Length == 0
                        ? null
                        : AddError(source, field, $"the mapping has no value for '{RosterFile.Truncate(cell)}'")
                );
    }

    private decimal? Number(FieldSource? source, string field, int largest, bool whole = false)
    {
        if (ReadValue(source, field) is not { Length: > 0 } text)
            return null;
        if (
            decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number <= largest
            && (!whole || number == decimal.Truncate(number))
        )
            return Math.Round(number, 2);
        AddError(
            source,
            field,
            $"must be a {(whole ? "whole number" : "number")} from 0 to {largest}, "
                + $"which '{RosterFile.Truncate(text)}' is not"
        );
        return null;
    }

    private int? ReadWorkingTime()
    {
        var source = mapping.Fields.WorkingTime;
        if (ReadValue(source, "workingTime") is not { Length: > 0 } text)
            return null;
        if (
            decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var time)
            && WorkingTime.Of(time, mapping.FullTime) is { } percent
        )
            return percent;
        AddError(
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
        if (Text(source, "workMode", 100) is not { } text)
            return null;
        if (WorkModes.Of(text) is { } mode)
            return mode;
        AddError(source, "workMode", $"{WorkModes.Message}, which '{RosterFile.Truncate(text)}' is not");
        return null;
    }

    private DateOnly? FirstDay()
    {
        var (before, day) = (errors.Count, HiredOn());
        if (record.IsPreHire && day is null && errors.Count == before)
            AddError(mapping.Fields.HiredOn, "hiredOn", "must be given for a person who has not begun to work");
        return day;
    }

    private DateOnly? HiredOn()
    {
        if (mapping.Fields.YearsInCompany is not { } years)
            return Day(mapping.Fields.HiredOn, "hiredOn");
        return Number(years, "yearsInCompany", 80) is { } n
            ? mapping.AsOf!.Value.AddMonths(-(int)Math.Round(n * 12))
            : null;
    }

    private DateOnly? Day(FieldSource? source, string field)
    {
        if (ReadValue(source, field) is not { Length: > 0 } text)
            return null;
        if (
            DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is >= 1900 and <= 2199
        )
            return day;
        AddError(source, field, $"must be a day written as yyyy-MM-dd, which '{RosterFile.Truncate(text)}' is not");
        return null;
    }

    /// <summary>Null where the file does not say. An empty cell means no.</summary>
    private bool? OnLeave()
    {
        var source = mapping.Fields.OnLeave;
        if (source is null)
            return null;
        switch (ReadValue(source, "onLeave")?.ToLowerInvariant())
        {
            case "yes" or "true":
                return true;
            case null or "" or "no" or "false":
                return false;
            case var text:
                AddError(source, "onLeave", $"must be yes or no, which '{RosterFile.Truncate(text)}' is not");
                return null;
        }
    }

    private PersonKind? Kind()
    {
        var source = mapping.Fields.Kind;
        if (Text(source, "kind", 20) is not { } text)
            return null;
        if (PersonKinds.OfHr(text) is { } kind)
            return kind;
        AddError(source, "kind", $"{PersonKinds.HrMessage}; '{text}' is none of them");
        return null;
    }

    private string? Email()
    {
        var text = Text(mapping.Fields.Email, "email", 254);
        return text is null || (text.Split('@') is [{ Length: > 0 }, { Length: > 0 }] && !text.Any(char.IsWhiteSpace))
            ? text
            : AddError(
                mapping.Fields.Email,
                "email",
                $"must be an e-mail address, which '{RosterFile.Truncate(text)}' is not"
            );
    }

    private string[] Languages()
    {
        var codes =
            Text(mapping.Fields.Languages, "languages", 200)
                ?.ToLowerInvariant()
                .Split(LanguageSeparators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Distinct()
                .ToArray()
            ?? [];
        if (codes.FirstOrDefault(c => !FieldRules.IsLanguage(c)) is { } wrong)
            AddError(
                mapping.Fields.Languages,
                "languages",
                $"must be ISO 639-1 codes such as en;de, which '{RosterFile.Truncate(wrong)}' is not"
            );
        return codes;
    }

    private string? AddError(FieldSource? source, string field, string message)
    {
        _isValid = false;
        errors.Add(new(record.Line, source is { Headings: [var heading, ..] } ? heading : field, message));
        return null;
    }
}
