using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.People;

/// <summary>What HR says of a person.</summary>
/// <param name="Account">The id of the account that signs the person in; null where HR does not say.</param>
public sealed record HrRecord(
    string? EmployeeNumber,
    string? Name,
    string? Email,
    Employment Employment,
    Guid? Account = null
);

/// <summary>HR names a person: they are hired, hired again, or changed where HR says otherwise.</summary>
public static class RecordPerson
{
    public static PersonEvent[] Decide(Person? person, PersonId id, HrRecord entry, DateTimeOffset now)
    {
        var name = KeepErased(person?.Name, id, entry.Name);
        var email = KeepErased(person?.Email, id, entry.Email);
        var account = entry.Account ?? person?.Account;
        return person switch
        {
            null or { Active: false } =>
            [
                new PersonHired(id, entry.EmployeeNumber, name, email, entry.Employment, person?.Profile, now, account),
            ],
            _ when person.EmployeeNumber == entry.EmployeeNumber
                    && person.Name == name
                    && person.Email == email
                    && person.Account == account
                    && person.Employment.ContentEquals(entry.Employment) => [],
            _ =>
            [
                new PersonChanged(
                    id,
                    entry.EmployeeNumber,
                    name,
                    email,
                    entry.Employment,
                    person.Profile,
                    now,
                    account
                ),
            ],
        };
    }

    /// <summary>A person who was erased stays so, however often HR repeats the name.</summary>
    private static PersonalText? KeepErased(PersonalText? known, PersonId owner, string? text) =>
        known is { Text: null } ? known
        : text is null ? null
        : new PersonalText(owner.Value, text);
}
