namespace PeerNetwork.Enrollment.People;

/// <summary>
/// HR no longer lists a person: they have left, or will not start. What HR said of later days is void. The access of a
/// guest is not for HR to end.
/// </summary>
public static class RecordDeparture
{
    public static PersonEvent[] Decide(Person? person, DateTimeOffset now)
    {
        PersonEvent[] left =
            person is { Active: true } && !person.Employment.Kind.IsExternal() ? [person.Leave(now)] : [];
        var announced = (person?.Scheduled ?? []).Where(s => s.Source == ChangeSource.Hr);
        return [.. left, .. announced.Select(s => new PersonChangeCancelled(person!.Id, s.Id, now))];
    }
}
