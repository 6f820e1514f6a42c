using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.People;

/// <summary>An employee number as it is stored: encrypted, and as a keyed hash by which the person is found.</summary>
public sealed record StoredNumber(PersonalText Text, Guid Key)
{
    /// <summary>Null where there is no number.</summary>
    public static StoredNumber? Of(PersonId person, string? number, Guid key) =>
        number is null ? null : new(new(person.Value, number), key);
}

/// <summary>The record of a person in an HR system as it is stored, with a keyed hash that keeps it unique.</summary>
public sealed record StoredSource(string Source, PersonalText Id, Guid Key)
{
    /// <returns>Null where the person was erased.</returns>
    public SourceRecord? ToRecord() => Id.Text is { } id ? new(Source, id, Key) : null;
}

/// <summary>
/// Employment as it is stored: what describes the person is encrypted. The rest stays after an erasure, because figures
/// count by it.
/// </summary>
public sealed record StoredEmployment(
    string SiteCode,
    string TimeZone,
    PersonId? Manager,
    int? JobLevel,
    bool OnLeave,
    PersonalValue<StoredEmployment.Details> Description,
    PersonKind Kind = PersonKind.Employee,
    bool AgreementDue = false
)
{
    public sealed record Details(
        string? Department,
        string? JobTitle,
        decimal? YearsOfExperience,
        DateOnly? HiredOn,
        IReadOnlyList<string> Languages,
        string? CostCentre,
        int? WorkingTime,
        WorkMode? WorkMode,
        IReadOnlyList<OtherJob> OtherJobs
    );

    /// <summary>The managers of the other jobs, as they are published and indexed.</summary>
    public Guid[] OtherManagers() => [.. ToEmployment().OtherManagers().Select(m => m.Value)];

    /// <summary>The employment of an erased person has no description.</summary>
    public Employment ToEmployment() =>
        new(
            SiteCode,
            TimeZone,
            Manager,
            Description.Value?.Department,
            Description.Value?.JobTitle,
            JobLevel,
            Description.Value?.YearsOfExperience,
            Description.Value?.HiredOn,
            Description.Value?.Languages ?? [],
            OnLeave,
            Kind,
            AgreementDue,
            Description.Value?.CostCentre,
            Description.Value?.WorkingTime,
            Description.Value?.WorkMode
        )
        {
            OtherJobs = Description.Value?.OtherJobs ?? [],
        };
}

public static class StoredPerson
{
    public static StoredEmployment StoredFor(this Employment work, PersonId person) =>
        new(
            work.SiteCode,
            work.TimeZone,
            work.Manager,
            work.JobLevel,
            work.OnLeave,
            new(
                person.Value,
                new(
                    work.Department,
                    work.JobTitle,
                    work.YearsOfExperience,
                    work.HiredOn,
                    work.Languages,
                    work.CostCentre,
                    work.WorkingTime,
                    work.WorkMode,
                    work.OtherJobs
                )
            ),
            work.Kind,
            work.AgreementDue
        );

    public static StoredSource StoredFor(this SourceRecord record, PersonId person) =>
        new(record.Source, new(person.Value, record.Id), record.Key);

    public static PersonalValue<Profile> StoredFor(this Profile profile, PersonId person) => new(person.Value, profile);

    public static PersonalValue<PersonChange> StoredFor(this PersonChange change, PersonId person) =>
        new(person.Value, change);
}
