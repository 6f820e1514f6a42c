using System.ComponentModel.DataAnnotations;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>SAP SuccessFactors Employee Central by OData 2.</summary>
public sealed class SuccessFactorsSettings : HrisSourceSettings
{
    /// <summary>The API server of the data centre, such as <c>https://api4.successfactors.com</c>.</summary>
    [Required, SourceAddress]
    public required Uri Address { get; init; }

    /// <summary>User and company, such as <c>reader@company</c>.</summary>
    [Required]
    public required string UserName { get; init; }

    /// <summary>Secret.</summary>
    [Required]
    public required string Password { get; init; }

    [Range(1, 1000)]
    public int PageSize { get; init; } = 100;

    /// <summary>The property of EmpJob that holds the level.</summary>
    [Required, RegularExpression("[A-Za-z][A-Za-z0-9_]{0,99}")]
    public string JobLevelField { get; init; } = "payGrade";

    /// <summary>The property of EmpJob that holds the part of full time; null where a company has none.</summary>
    [RegularExpression("[A-Za-z][A-Za-z0-9_]{0,99}")]
    public string? WorkingTimeField { get; init; } = "fte";

    /// <summary>The property of EmpJob that holds the work mode.</summary>
    [RegularExpression("[A-Za-z][A-Za-z0-9_]{0,99}")]
    public string? WorkModeField { get; init; }

    /// <summary>Further properties of EmpJob, such as <c>customString3</c>. No others are read.</summary>
    [Required]
    public IReadOnlyList<string> CustomFields { get; init; } = [];

    internal BasicCredentials Credentials => new() { UserName = UserName, Password = Password };
}
