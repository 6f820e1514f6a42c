using System.Text.Json;
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
    string? Department,
    string? JobTitle,
    int? JobLevel,
    decimal? YearsOfExperience,
    DateOnly? HiredOn,
    string Languages,
    string? Profile,
    Guid? Account,
    bool OnLeave,
    bool WasHired,
    string? Source,
    string? SourceRecord,
    string Kind,
    bool AgreementDue,
    string? CostCentre,
    int? WorkingTime,
    string? WorkMode,
    bool Erased
)
{
    public Person ToPerson() =>
        new(
            new(Id),
            EmployeeNumber is { } number && NumberKey is { } key ? new StoredNumber(number, key) : null,
            Name,
            Email,
            new(
                Site,
                TimeZone,
                Manager is { } m ? new PersonId(m) : null,
                Department,
                JobTitle,
                JobLevel,
                YearsOfExperience,
                HiredOn,
                Languages.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                OnLeave,
                Enum.Parse<PersonKind>(Kind, ignoreCase: true),
                AgreementDue,
                CostCentre,
                WorkingTime,
                WorkModes.Of(WorkMode)
            ),
            Profile is null ? null : JsonSerializer.Deserialize<Profile>(Profile, JsonSerializerOptions.Web),
            Active,
            Account
        )
        {
            WasHired = WasHired,
            Source = Source is null ? null : new(Source, SourceRecord!),
            Erased = Erased,
        };
}
