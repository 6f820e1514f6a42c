using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.People;

/// <summary>What HR says of a person.</summary>
public sealed record HrEntry(string EmployeeNumber, string? Name, string? Email, Employment Employment);

/// <summary>HR names a person: they are hired, hired again, or changed where HR says otherwise.</summary>
public static class RecordPerson
{
    public static PersonEvent[] Decide(Person? person, PersonId id, HrEntry entry, DateTimeOffset now)
    {
        var name = Kept(person?.Name, id, entry.Name);
        var email = Kept(person?.Email, id, entry.Email);
        return person switch
        {
            null or { Active: false } =>
            [
                new PersonHired(id, entry.EmployeeNumber, name, email, entry.Employment, person?.Profile, now),
            ],
            _ when person.Name == name && person.Email == email && person.Employment.SaysTheSameAs(entry.Employment) =>
            [],
            _ => [new PersonChanged(id, name, email, entry.Employment, person.Profile, now)],
        };
    }

    /// <summary>A person who was erased stays so, however often HR repeats the name.</summary>
    private static PersonalText? Kept(PersonalText? known, PersonId owner, string? text) =>
        known is { Text: null } ? known
        : text is null ? null
        : new PersonalText(owner.Value, text);
}
