namespace PeerNetwork.Enrollment.People;

/// <summary>What scheduled changes make of a person.</summary>
public static class PersonOnDay
{
    /// <summary>The person after these changes, in the order of their days.</summary>
    public static Person After(this Person person, IEnumerable<ScheduledChange> changes) =>
        changes.OrderBy(c => c.DueAt).Aggregate(person, After);

    private static Person After(Person person, ScheduledChange scheduled) =>
        (person.Active, scheduled.Change.Status) switch
        {
            // For a person who does not work here only a start has an effect.
            (false, not EmploymentStatus.Active) => person,
            (_, var status) => person with
            {
                Active = status != EmploymentStatus.Left,
                Employment = scheduled.Change.ApplyTo(person.Employment),
            },
        };
}
