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

    public AssignRoleRequest ToRequest() =>
        new()
        {
            Role = Role!,
            SiteCodes = IsForCompany || Sites.Count == 0 ? ["*"] : [.. Sites],
            Programs = IsForCompany || Programs.Count == 0 ? null : [.. Programs],
            Departments = IsForCompany ? null : Named(Departments),
            From = DayOf(From),
            Until = DayOf(Until),
            Reason = Reason,
        };

    private static string[]? Named(string? text) =>
        Typed.OrNull(text)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static DateOnly? DayOf(DateTime? date) => date is { } day ? DateOnly.FromDateTime(day) : null;
}
