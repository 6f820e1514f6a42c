using System.ComponentModel.DataAnnotations;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>
/// The workers of Workday's REST API, version 1. It tells less than a report: neither managers nor days of hire.
/// </summary>
public sealed class WorkdayRestSettings : HrisSourceSettings
{
    /// <summary>Such as <c>https://wd2-impl-services1.workday.com/ccx/api/v1/tenant</c>.</summary>
    [Required, SourceAddress]
    public required Uri Address { get; init; }

    /// <summary>Such as <c>https://wd2-impl-services1.workday.com/ccx/oauth2/tenant/token</c>.</summary>
    [Required, SourceAddress]
    public required Uri TokenAddress { get; init; }

    [Required]
    public required string ClientId { get; init; }

    /// <summary>Secret.</summary>
    [Required]
    public required string ClientSecret { get; init; }

    /// <summary>Secret. Null where the API client may use its own credentials.</summary>
    public string? RefreshToken { get; init; }

    [Range(1, 100)]
    public int PageSize { get; init; } = 100;

    [Required]
    public FieldMapping Fields { get; init; } = DefaultFields;

    private static FieldMapping DefaultFields { get; } =
        new()
        {
            Id = "id",
            EmployeeNumber = "workerId",
            Name = ["descriptor"],
            Email = "primaryWorkEmail",
            Site = "/location/id",
            SiteName = "/location/descriptor",
            Department = "/primarySupervisoryOrganization/descriptor",
            JobTitle = "businessTitle",
        };

    private protected override IEnumerable<object?> Parts() => [this, Fields];

    internal FeedSettings ToFeed() =>
        new()
        {
            Address = new($"{Address.GetLeftPart(UriPartial.Path).TrimEnd('/')}/workers"),
            Records = "/data",
            Fields = Fields,
            Paging = new()
            {
                Kind = FeedPagingKind.Offset,
                Parameter = "offset",
                SizeParameter = "limit",
                Size = PageSize,
                Total = "/total",
            },
            Credentials = new OAuthCredentials
            {
                TokenAddress = TokenAddress,
                ClientId = ClientId,
                ClientSecret = ClientSecret,
                RefreshToken = RefreshToken,
            },
        };
}
