using PeerNetwork.Enrollment.People;

namespace PeerNetwork.Enrollment.Scim.Users;

/// <summary>The facts of a person that a SCIM user shows.</summary>
/// <param name="Scheduled">What SCIM clients said of later days.</param>
public sealed record FactsInForce(
    bool Active,
    string? EmployeeNumber,
    string Site,
    Guid? Manager,
    string? Department,
    string? JobTitle,
    int? JobLevel,
    string? CostCentre,
    int? WorkingTime,
    WorkMode? WorkMode,
    DateOnly? HiredOn,
    IReadOnlyList<OtherJob> OtherJobs,
    PersonKind Kind,
    IEnumerable<ScheduledChange> Scheduled
)
{
    public static FactsInForce Of(Person p) =>
        new(
            p.Active,
            p.EmployeeNumber,
            p.Employment.SiteCode,
            p.Employment.Manager?.Value,
            p.Employment.Department,
            p.Employment.JobTitle,
            p.Employment.JobLevel,
            p.Employment.CostCentre,
            p.Employment.WorkingTime,
            p.Employment.WorkMode,
            p.Employment.HiredOn,
            p.Employment.OtherJobs,
            p.Employment.Kind,
            p.Scheduled.Where(s => s.Source == ChangeSource.Scim)
        );
}
