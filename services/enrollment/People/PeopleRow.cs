using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.People;

/// <summary>A row of the table of people, in the order of its columns.</summary>
public sealed record PeopleRow(
    Guid Id,
    PersonalText? EmployeeNumber,
    Guid? NumberKey,
    PersonalText? Name,
    PersonalText? Email,
    bool Active,
    string Site,
    string TimeZone,
    Guid? Manager,
    int? JobLevel,
    PersonalValue<StoredEmployment.Details>? Description,
    PersonalValue<Profile>? Profile,
    Guid? Account,
    bool OnLeave,
    bool WasHired,
    string? Source,
    PersonalText? SourceRecord,
    Guid? SourceKey,
    string Kind,
    bool AgreementDue,
    bool Erased
)
{
    public static readonly FormattableString Columns = $"""
        id, employee_number, number_key, name, email, active, site, time_zone, manager, job_level,
        description, profile, account, on_leave, was_hired, source, source_record, source_key, kind,
        agreement_due, erased
        """;

    public Person ToPerson() =>
        new(
            new(Id),
            EmployeeNumber is { } number && NumberKey is { } key ? new StoredNumber(number, key) : null,
            Name,
            Email,
            new StoredEmployment(
                Site,
                TimeZone,
                Manager is { } m ? new PersonId(m) : null,
                JobLevel,
                OnLeave,
                Description ?? new(Id, null),
                Enum.Parse<PersonKind>(Kind, ignoreCase: true),
                AgreementDue
            ).ToEmployment(),
            Profile?.Value,
            Active,
            Account
        )
        {
            WasHired = WasHired,
            Source = SourceRecord is { } record ? new StoredSource(Source!, record, SourceKey!.Value).ToRecord() : null,
            Erased = Erased,
        };
}
