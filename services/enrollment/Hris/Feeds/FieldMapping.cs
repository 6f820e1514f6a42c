using System.ComponentModel.DataAnnotations;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>
/// Where the fields of a worker stand in a record: the heading of a CSV column, the name of a JSON property, or a JSON
/// pointer (RFC 6901) such as <c>/job/site/id</c>. A field that is null is not read.
/// </summary>
public sealed class FieldMapping : IValidatableObject
{
    /// <summary>See <see cref="HrisWorker.Id"/>.</summary>
    [Required]
    public required string Id { get; init; }

    public string? EmployeeNumber { get; init; }

    /// <summary>The parts of the name, in the order in which they are joined.</summary>
    [Required]
    public IReadOnlyList<string> Name { get; init; } = [];

    public string? Email { get; init; }

    public string? Status { get; init; }

    /// <summary>What the words of the source mean, without regard to case. Others are <c>Unknown</c>.</summary>
    [Required]
    public IReadOnlyDictionary<string, HrisStatus> Statuses { get; init; } = new Dictionary<string, HrisStatus>();

    public string? HiredOn { get; init; }

    public string? LastDay { get; init; }

    /// <summary>How days are written, such as <c>dd.MM.yyyy</c>; null for ISO 8601.</summary>
    public string? DateFormat { get; init; }

    /// <summary>From which day on the rest of the record holds.</summary>
    public string? From { get; init; }

    public string? Site { get; init; }

    public string? SiteName { get; init; }

    public string? TimeZone { get; init; }

    public string? Country { get; init; }

    public string? Department { get; init; }

    public string? CostCentre { get; init; }

    public string? Manager { get; init; }

    public string? JobTitle { get; init; }

    public string? JobLevel { get; init; }

    public string? WorkingTime { get; init; }

    /// <summary>What stands at <see cref="WorkingTime"/> for full time: 100, 1, or the hours of a week.</summary>
    [Range(0.01, 1000)]
    public decimal FullTime { get; init; } = 100;

    public string? WorkMode { get; init; }

    /// <summary>An array, or codes with commas or semicolons between them.</summary>
    public string? Languages { get; init; }

    /// <summary>
    /// What tells the employments of a person apart, where there are several records for one person; null for the day
    /// of hire.
    /// </summary>
    public string? Employment { get; init; }

    /// <summary>
    /// Holds true, yes, y or 1 for the main employment. The others that are present are then further jobs of the
    /// person.
    /// </summary>
    public string? IsPrimary { get; init; }

    /// <summary>Holds true, yes, y or 1 for a worker that the source knows no more.</summary>
    public string? IsDeleted { get; init; }

    /// <summary>The jobs beside the main one, where a JSON record lists them.</summary>
    public OtherJobMapping? OtherJobs { get; init; }

    /// <summary>Further fields: their names, and where they stand. No others are read.</summary>
    [Required]
    public IReadOnlyDictionary<string, string> CustomFields { get; init; } = new Dictionary<string, string>();

    /// <summary>All places that the mapping names.</summary>
    internal IEnumerable<string> Places =>
        new[]
        {
            Id,
            EmployeeNumber,
            Email,
            Status,
            HiredOn,
            LastDay,
            From,
            Site,
            SiteName,
            TimeZone,
            Country,
            Department,
            CostCentre,
            Manager,
            JobTitle,
            JobLevel,
            WorkingTime,
            WorkMode,
            Languages,
            Employment,
            IsPrimary,
            IsDeleted,
        }
            .Concat(Name)
            .Concat(CustomFields.Values)
            .OfType<string>();

    /// <summary>What has to be changed where the records are lines of CSV.</summary>
    internal IEnumerable<ValidationResult> ForCsv() =>
        OtherJobs is null
            ? []
            : [new("CSV has no lists of jobs: map isPrimary, and give each job a line.", [nameof(OtherJobs)])];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Places.Any(string.IsNullOrWhiteSpace))
            yield return new("A field is mapped to nothing: leave it out instead.", [nameof(FieldMapping)]);
        if (Statuses.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() < Statuses.Count)
            yield return new("Two statuses differ in the case of letters alone.", [nameof(Statuses)]);
    }
}
