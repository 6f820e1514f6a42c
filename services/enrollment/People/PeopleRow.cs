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
