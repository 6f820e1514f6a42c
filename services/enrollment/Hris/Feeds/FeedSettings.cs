using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>How a feed writes its records.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FeedFormat>))]
public enum FeedFormat
{
    Json,
    Csv,
}

/// <summary>A list of workers over HTTP, in JSON or CSV. What is not named here is not assumed.</summary>
public sealed class FeedSettings : HrisSourceSettings, IValidatableObject
{
    [Required, SourceAddress]
    public required Uri Address { get; init; }

    public FeedFormat Format { get; init; }

    /// <summary>What stands between the cells of CSV; null to find out.</summary>
    public char? Separator { get; init; }

    /// <summary>JSON pointer to the array of records; empty where the answer is the array.</summary>
    [Required(AllowEmptyStrings = true)]
    public string Records { get; init; } = "";

    [Required]
    public required FieldMapping Fields { get; init; }

    [Required]
    public FeedPaging Paging { get; init; } = new();

    public HrisCredentials? Credentials { get; init; }

    /// <summary>Query parameter for the moment of the last read (RFC 3339); null where there are no deltas.</summary>
    public string? SinceParameter { get; init; }

    /// <summary>
    /// Whether one person may have records on several pages. All pages are then read before the first worker is
    /// reported, and a read that stops begins anew.
    /// </summary>
    public bool PersonOnSeveralPages { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Format == FeedFormat.Csv ? Fields.ForCsv() : [];

    private protected override IEnumerable<object?> Parts() => [this, Fields, Fields?.OtherJobs, Paging, Credentials];
}
