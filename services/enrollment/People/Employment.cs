namespace PeerNetwork.Enrollment.People;

/// <summary>What HR knows of a person's work.</summary>
/// <param name="SiteCode">The site where the person works.</param>
/// <param name="TimeZone">IANA time zone of that site.</param>
/// <param name="JobLevel">The company's level or grade as a number, higher is more senior.</param>
/// <param name="Languages">ISO 639-1 codes, as HR knows them.</param>
/// <param name="OnLeave">Whether the person is away for a longer time, such as parental leave.</param>
/// <param name="AgreementDue">Whether a guest has yet to accept the agreement in force.</param>
/// <param name="WorkingTime">In percent of full time (<see cref="People.WorkingTime"/>).</param>
public sealed record Employment(
    string SiteCode,
    string TimeZone,
    PersonId? Manager,
    string? Department,
    string? JobTitle,
    int? JobLevel,
    decimal? YearsOfExperience,
    DateOnly? HiredOn,
    IReadOnlyList<string> Languages,
    bool OnLeave = false,
    PersonKind Kind = PersonKind.Employee,
    bool AgreementDue = false,
    string? CostCentre = null,
    int? WorkingTime = null,
    WorkMode? WorkMode = null
)
{
    /// <summary>In their order (<see cref="OtherJob.InOrder"/>).</summary>
    public IReadOnlyList<OtherJob> OtherJobs { get; init; } = [];

    public bool ContentEquals(Employment other) =>
        (this with { Languages = other.Languages, OtherJobs = other.OtherJobs }).Equals(other)
        && Languages.SequenceEqual(other.Languages)
        && OtherJobs.SequenceEqual(other.OtherJobs);

    public bool HasManager(PersonId person) => Manager == person || OtherJobs.Any(j => j.Manager == person);

    /// <summary>The managers of the other jobs, each once, without that of the main job.</summary>
    public IEnumerable<PersonId> OtherManagers() =>
        OtherJobs.Select(j => j.Manager).OfType<PersonId>().Distinct().Where(m => m != Manager);

    /// <summary>The same work for another manager, in all jobs that had the former one.</summary>
    public Employment WithManager(PersonId former, PersonId next) =>
        this with
        {
            Manager = Manager == former ? next : Manager,
            OtherJobs = OtherJob.WithManager(OtherJobs, former, next),
        };

    /// <summary>Without what describes the person.</summary>
    public Employment Erased() => new(SiteCode, TimeZone, null, null, null, null, null, null, [], Kind: Kind);
}
