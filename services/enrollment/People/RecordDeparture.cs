namespace PeerNetwork.Enrollment.People;

/// <summary>HR no longer lists a person: they have left.</summary>
public static class RecordDeparture
{
    public static PersonEvent[] Decide(Person? person, DateTimeOffset now) =>
        person is { Active: true }
            ? [new PersonLeft(person.Id, person.Employment, person.Profile, now, person.Account)]
            : [];
}
