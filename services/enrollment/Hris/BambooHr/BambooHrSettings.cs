using System.ComponentModel.DataAnnotations;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>BambooHR by its REST API.</summary>
public sealed class BambooHrSettings : HrisSourceSettings
{
    /// <summary>Such as <c>https://company.bamboohr.com</c>.</summary>
    [Required, SourceAddress]
    public required Uri Address { get; init; }

    /// <summary>Secret.</summary>
    [Required]
    public required string ApiKey { get; init; }

    /// <summary>
    /// Secret. The private key of the webhook, which BambooHR shows when the webhook is made; null where there is none.
    /// </summary>
    [MinLength(16)]
    public string? WebhookKey { get; init; }

    /// <summary>How many employees make a page of a read.</summary>
    [Range(1, 1000)]
    public int PageSize { get; init; } = 50;

    /// <summary>The field that holds the level.</summary>
    public string? JobLevelField { get; init; }

    /// <summary>The field that holds the cost centre.</summary>
    public string? CostCentreField { get; init; }

    /// <summary>The field that holds the working time.</summary>
    public string? WorkingTimeField { get; init; }

    /// <summary>What that field holds for full time: 100, 1, or the hours of a week.</summary>
    [Range(0.01, 1000)]
    public decimal FullTime { get; init; } = 100;

    /// <summary>The field that holds the work mode.</summary>
    public string? WorkModeField { get; init; }

    /// <summary>The names of further fields. No others are read.</summary>
    [Required]
    public IReadOnlyList<string> CustomFields { get; init; } = [];

    internal BasicCredentials Credentials => new() { UserName = ApiKey, Password = "x" };
}
