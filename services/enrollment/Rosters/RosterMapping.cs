using PeerNetwork.Enrollment.Sites;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Rosters;

/// <summary>
/// How the columns of a company's HR file become people, as data. For each field it names the column, or a constant, or
/// a column with a map from what stands there to what it means:
/// <code>
/// {
///   "delimiter": ";",
///   "fields": {
///     "employeeNumber": { "column": "Pers-No" },
///     "name":           { "columns": ["First name", "Last name"] },
///     "manager":        { "column": "Reports to" },
///     "jobLevel":       { "column": "Grade", "values": { "Junior": "1", "Senior": "3" }, "otherwise": "2" },
///     "site":           { "constant": "BER" }
///   },
///   "sites": [ { "code": "BER", "name": "Berlin", "timeZone": "Europe/Berlin", "country": "DE" } ]
/// }
/// </code>
/// </summary>
public sealed record RosterMapping
{
    /// <summary>One character; a tab is <c>"\t"</c>.</summary>
    public string Delimiter { get; init; } = ",";

    /// <summary>Where employee numbers come from when the file has none.</summary>
    public KeyRule Key { get; init; } = new();

    /// <summary>The day for which the file speaks; needed to count back from <c>yearsInCompany</c>.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>What stands for full time in the field workingTime: 100, 1, or the hours of a week.</summary>
    public decimal FullTime { get; init; } = 100;

    /// <summary>What it means when a person is not in the file.</summary>
    public AbsencePolicy Absent { get; init; }

    /// <summary>The provider names accounts by employee numbers, so that no column has to.</summary>
    public bool SubjectIsEmployeeNumber { get; init; }

    /// <summary>Sites to open, or to change; those already known need not be repeated.</summary>
    public IReadOnlyList<SiteRecord> Sites { get; init; } = [];

    public required RosterFields Fields { get; init; }
}

/// <param name="FromLine">The file has no employee numbers: the number of the record stands in, so that a later file
/// must keep the order.</param>
/// <param name="Prefix">Set before that number; the first record below the header is 1.</param>
public sealed record KeyRule(bool FromLine = false, string Prefix = "");

public enum AbsencePolicy
{
    /// <summary>Nothing: the file lists some of the people.</summary>
    Ignore,

    /// <summary>They have left. Carried out only when no line has an error.</summary>
    Leave,
}

/// <summary>
/// Where each field of a person comes from. Languages are separated by ';', ',', '|' or blanks; days are written as
/// yyyy-MM-dd.
/// </summary>
/// <param name="HiredOn">A person whose day is still to come is hired on that day.</param>
/// <param name="LastDay">A person leaves after this day; one who has left already is not added.</param>
/// <param name="OnLeave">Whether the person is away for a longer time: yes or no, true or false.</param>
/// <param name="Subject">The subject that the OpenID Connect provider puts into the person's tokens (the claim
/// <c>Auth:SubjectClaim</c>). It links the account to the person and is not stored.</param>
/// <param name="WorkingTime">A number, of which <c>fullTime</c> is full time; the result is 1 to 150 percent.</param>
/// <param name="WorkMode"><c>onSite</c>, <c>hybrid</c> or <c>remote</c>.</param>
/// <param name="PrimaryJob">Yes (or true) on the line of the main job, no (or false) on those of the other jobs of the
/// same employee number. Without it an employee number stands on one line.</param>
/// <param name="Kind"><c>employee</c> or <c>contractor</c>; where the file does not say, a person stays what they
/// are.</param>
public sealed record RosterFields(
    FieldSource? EmployeeNumber = null,
    FieldSource? Name = null,
    FieldSource? Email = null,
    FieldSource? Site = null,
    FieldSource? Manager = null,
    FieldSource? Department = null,
    FieldSource? JobTitle = null,
    FieldSource? JobLevel = null,
    FieldSource? CostCentre = null,
    FieldSource? WorkingTime = null,
    FieldSource? WorkMode = null,
    FieldSource? YearsOfExperience = null,
    FieldSource? HiredOn = null,
    FieldSource? YearsInCompany = null,
    FieldSource? LastDay = null,
    FieldSource? OnLeave = null,
    FieldSource? Languages = null,
    FieldSource? Subject = null,
    FieldSource? Kind = null,
    FieldSource? PrimaryJob = null
)
{
    internal IEnumerable<(string Field, FieldSource Source)> MappedFields =>
        new (string, FieldSource?)[]
        {
            ("employeeNumber", EmployeeNumber),
            ("name", Name),
            ("email", Email),
            ("site", Site),
            ("manager", Manager),
            ("department", Department),
            ("jobTitle", JobTitle),
            ("jobLevel", JobLevel),
            ("costCentre", CostCentre),
            ("workingTime", WorkingTime),
            ("workMode", WorkMode),
            ("yearsOfExperience", YearsOfExperience),
            ("hiredOn", HiredOn),
            ("yearsInCompany", YearsInCompany),
            ("lastDay", LastDay),
            ("onLeave", OnLeave),
            ("languages", Languages),
            ("subject", Subject),
            ("kind", Kind),
            ("primaryJob", PrimaryJob),
        }
            .Where(f => f.Item2 is not null)
            .Select(f => (f.Item1, f.Item2!));
}

/// <param name="Column">The heading of the column.</param>
/// <param name="Columns">The headings of several columns, joined by blanks: first and last name.</param>
/// <param name="Constant">The same value for all people.</param>
/// <param name="Values">What stands in the column, and what it means.</param>
/// <param name="Otherwise">What it means when <paramref name="Values"/> does not list it; without this it is an error
/// of the line.</param>
public sealed record FieldSource(
    string? Column = null,
    IReadOnlyList<string>? Columns = null,
    string? Constant = null,
    IReadOnlyDictionary<string, string>? Values = null,
    string? Otherwise = null
)
{
    private const int MaxTextLength = 254;

    internal IReadOnlyList<string> Headings => Columns ?? (Column is null ? [] : [Column]);

    internal bool IsValid =>
        new object?[] { Column, Columns, Constant }.Count(o => o is not null) == 1
        && Headings.Count <= 10
        && Headings.All(h => h is not null)
        && (Constant is null || (Values is null && Otherwise is null))
        && Texts.All(t => t is null or { Length: <= MaxTextLength } && TextValidation.IsLine(t));

    private IEnumerable<string?> Texts => (Values?.Values ?? []).Append(Constant).Append(Otherwise);
}
