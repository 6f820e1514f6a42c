using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People;

/// <summary>What is different from a day on; null for everything that stays.</summary>
/// <param name="TimeZone">IANA time zone of the new site; null where the site stays.</param>
/// <param name="Kind">What a guest becomes who will work here.</param>
/// <param name="OtherJobs">All jobs beside the main one from then on; an empty list for none.</param>
/// <param name="Clear">The facts of which nothing is known any more.</param>
public sealed record PersonChange(
    string? SiteCode,
    string? TimeZone,
    PersonId? Manager,
    string? Department,
    string? JobTitle,
    int? JobLevel,
    EmploymentStatus? Status,
    PersonKind? Kind = null,
    string? CostCentre = null,
    int? WorkingTime = null,
    WorkMode? WorkMode = null,
    ClearedFacts? Clear = null,
    IReadOnlyList<OtherJob>? OtherJobs = null
)
{
    public static readonly PersonChange None = new(null, null, null, null, null, null, null);

    public static PersonChange To(EmploymentStatus status) => None with { Status = status };

    /// <summary>What makes the facts of a later employment out of those before.</summary>
    public static PersonChange Between(Employment before, Employment after)
    {
        var isMove = after.SiteCode != before.SiteCode;
        return new(
            isMove ? after.SiteCode : null,
            isMove ? after.TimeZone : null,
            after.Manager == before.Manager ? null : after.Manager,
            after.Department == before.Department ? null : after.Department,
            after.JobTitle == before.JobTitle ? null : after.JobTitle,
            after.JobLevel == before.JobLevel ? null : after.JobLevel,
            Status: null,
            CostCentre: after.CostCentre == before.CostCentre ? null : after.CostCentre,
            WorkingTime: after.WorkingTime == before.WorkingTime ? null : after.WorkingTime,
            WorkMode: after.WorkMode == before.WorkMode ? null : after.WorkMode,
            Clear: ClearedFacts.Between(before, after),
            OtherJobs: after.OtherJobs.SequenceEqual(before.OtherJobs) ? null : after.OtherJobs
        );
    }

    public bool ContentEquals(PersonChange other) =>
        (this with { OtherJobs = other.OtherJobs }).Equals(other)
        && OtherJobs is null == other.OtherJobs is null
        && (OtherJobs ?? []).SequenceEqual(other.OtherJobs ?? []);

    /// <summary>The id of this change of a person on a day: another one for another content.</summary>
    /// <param name="source">Who says so.</param>
    public ChangeId IdFor(PersonId person, string source, DateOnly on) =>
        new(
            DerivedId.From(
                $"{source} {on:O} {this with { OtherJobs = null }} {string.Join(' ', OtherJobs ?? [])}",
                person.Value
            )
        );

    /// <summary>The managers that the change names, in all jobs, each once.</summary>
    public IReadOnlyList<PersonId> Managers() =>
        [.. (OtherJobs ?? []).Select(j => j.Manager).Prepend(Manager).OfType<PersonId>().Distinct()];

    /// <summary>The same change with another manager, or none, in all jobs that have the former one.</summary>
    public PersonChange WithManager(PersonId former, PersonId? next) =>
        this with
        {
            Manager = Manager == former ? next : Manager,
            OtherJobs = OtherJobs is null ? null : OtherJob.WithManager(OtherJobs, former, next),
        };

    public Employment ApplyTo(Employment work)
    {
        // A former guest who starts has no term: they work here.
        var isStart = Status == EmploymentStatus.Active && work.Kind.IsExternal();
        var kind = Kind ?? (isStart ? PersonKind.Employee : work.Kind);
        var clear = Clear ?? ClearedFacts.None;
        return work with
        {
            SiteCode = SiteCode ?? work.SiteCode,
            TimeZone = TimeZone ?? work.TimeZone,
            Manager = clear.Manager ? null : Manager ?? work.Manager,
            Department = clear.Department ? null : Department ?? work.Department,
            JobTitle = clear.JobTitle ? null : JobTitle ?? work.JobTitle,
            JobLevel = clear.JobLevel ? null : JobLevel ?? work.JobLevel,
            CostCentre = clear.CostCentre ? null : CostCentre ?? work.CostCentre,
            WorkingTime = clear.WorkingTime ? null : WorkingTime ?? work.WorkingTime,
            WorkMode = clear.WorkMode ? null : WorkMode ?? work.WorkMode,
            OtherJobs = OtherJobs ?? work.OtherJobs,
            OnLeave = Status is null ? work.OnLeave : Status == EmploymentStatus.OnLeave,
            Kind = kind,
            AgreementDue = kind.IsExternal() && work.AgreementDue,
        };
    }
}
