using System.ComponentModel.DataAnnotations;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>
/// Where the jobs that a person holds beside the main one stand in a JSON record: a list, and the fields of its
/// elements, as <see cref="FieldMapping"/> names them. A field that is null is not read.
/// </summary>
public sealed class OtherJobMapping
{
    [Required]
    public required string List { get; init; }

    /// <summary>Holds true, yes, y or 1 for the main job, which is left out.</summary>
    public string? IsPrimary { get; init; }

    public string? Site { get; init; }

    public string? Department { get; init; }

    public string? Manager { get; init; }

    public string? JobTitle { get; init; }

    public string? WorkingTime { get; init; }

    /// <summary>What stands at <see cref="WorkingTime"/> for full time: 100, 1, or the hours of a week.</summary>
    [Range(0.01, 1000)]
    public decimal FullTime { get; init; } = 100;

    /// <summary>The same places for a record reader.</summary>
    internal FieldMapping ToFields() =>
        new()
        {
            Id = List,
            IsPrimary = IsPrimary,
            Site = Site,
            Department = Department,
            Manager = Manager,
            JobTitle = JobTitle,
            WorkingTime = WorkingTime,
            FullTime = FullTime,
        };
}
