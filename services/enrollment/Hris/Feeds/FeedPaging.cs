using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>How a feed tells where the next page is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FeedPagingKind>))]
public enum FeedPagingKind
{
    /// <summary>There is one page.</summary>
    None,

    /// <summary>The header <c>Link</c> with <c>rel="next"</c> (RFC 8288).</summary>
    LinkHeader,

    /// <summary>The address of the next page stands in the answer.</summary>
    NextLink,

    /// <summary>A cursor stands in the answer and goes into a query parameter.</summary>
    Cursor,

    /// <summary>A query parameter counts records, from 0.</summary>
    Offset,

    /// <summary>A query parameter counts pages, from 1.</summary>
    PageNumber,
}

/// <summary>The rule by which a feed is read page by page.</summary>
public sealed class FeedPaging : IValidatableObject
{
    public FeedPagingKind Kind { get; init; }

    /// <summary>Query parameter for the cursor, offset or page number.</summary>
    public string? Parameter { get; init; }

    /// <summary>JSON pointer to the next link or cursor.</summary>
    public string? Next { get; init; }

    /// <summary>Query parameter for the size of pages; null where it cannot be chosen.</summary>
    public string? SizeParameter { get; init; }

    [Range(1, 10_000)]
    public int Size { get; init; } = 100;

    /// <summary>JSON pointer to the number of all records. Without it, an empty page is the last one.</summary>
    public string? Total { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Kind is FeedPagingKind.Cursor or FeedPagingKind.Offset or FeedPagingKind.PageNumber && Parameter is null)
            yield return new($"Paging by {Kind} needs the name of the query parameter.", [nameof(Parameter)]);
        if (Kind is FeedPagingKind.Cursor or FeedPagingKind.NextLink && Next is null)
            yield return new($"Paging by {Kind} needs the place of the next one in the answer.", [nameof(Next)]);
    }
}
