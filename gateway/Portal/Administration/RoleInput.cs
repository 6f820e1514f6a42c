using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Shell;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Portal.Administration;

/// <summary>A role as the user describes it. Without a site, a program or a department it holds for all.</summary>
public sealed class RoleInput
{
    public string? Role { get; set; }

    public IReadOnlyCollection<string> Sites { get; set; } = [];

    public IReadOnlyCollection<Guid> Programs { get; set; } = [];

    /// <summary>Their names, with commas between them.</summary>
    public string? Departments { get; set; }

    public DateTime? From { get; set; }

    public DateTime? Until { get; set; }

    public string Reason { get; set; } = "";

    public bool IsForCompany => Role is not null && Roles.OfCompany.Contains(Role);

    private string[] SiteCodes => IsForCompany || Sites.Count == 0 ? ["*"] : [.. Sites];

    private Guid[]? ProgramIds => IsForCompany || Programs.Count == 0 ? null : [.. Programs];

    private string[]? DepartmentNames =>
        IsForCompany
            ? null
            : Typed
                .OrNull(Departments)
                ?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public AssignRoleRequest ToRequest() =>
        new()
        {
            Role = Role!,
            SiteCodes = SiteCodes,
            Programs = ProgramIds,
            Departments = DepartmentNames,
            From = DayOf(From),
            Until = DayOf(Until),
            Reason = Reason,
        };

    /// <summary>The members of the group have the role; its term is that of their membership.</summary>
    public AddRoleRuleRequest ToRule(string group) =>
        new()
        {
            Group = group,
            Role = Role!,
            SiteCodes = SiteCodes,
            Programs = ProgramIds,
            Departments = DepartmentNames,
            Reason = Reason,
        };

    private static DateOnly? DayOf(DateTime? date) => date is { } day ? DateOnly.FromDateTime(day) : null;
}
