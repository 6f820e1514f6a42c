using System.ComponentModel.DataAnnotations;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>A folder into which the HR system drops CSV files, each with all workers.</summary>
public sealed class WatchedFolderSettings : HrisSourceSettings, IValidatableObject
{
    /// <summary>The name of a folder directly below the drop folder of the installation.</summary>
    [Required, RegularExpression("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")]
    public required string Folder { get; init; }

    [Required, RegularExpression(@"[A-Za-z0-9._*?-]{1,100}")]
    public string FilePattern { get; init; } = "*.csv";

    public char? Separator { get; init; }

    [Required]
    public required FieldMapping Fields { get; init; }

    /// <summary>
    /// Whether a file counts as complete only when a second one with its name and the ending <c>.done</c> was written
    /// after it.
    /// </summary>
    public bool RequireDoneMarker { get; init; }

    /// <summary>For how long a file without marker has to be unchanged before it counts as complete.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SettleTime { get; init; } = TimeSpan.FromMinutes(5);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Fields.ForCsv();

    private protected override IEnumerable<object?> Parts() => [this, Fields];
}
