namespace PeerNetwork.Enrollment.People.Merges;

/// <summary>
/// Scheduled changes that HR has announced go with its record; the others of the duplicate are cancelled.
/// </summary>
internal static class MovedChanges
{
    public static IEnumerable<ScheduledChange> OfHr(Person person) =>
        person.Scheduled.Where(s => s.Source == ChangeSource.Hr);

    public static IEnumerable<PersonEvent> Cancel(
        PersonId person,
        IEnumerable<ScheduledChange> changes,
        DateTimeOffset now
    ) => changes.Select(s => new PersonChangeCancelled(person, s.Id, now));

    /// <summary>What has become due in the meantime is left out.</summary>
    public static IEnumerable<PersonEvent> Schedule(
        PersonId person,
        IEnumerable<ScheduledChange> changes,
        DateTimeOffset now
    ) =>
        changes
            .Where(s => s.DueAt > now)
            .Select(s => new PersonChangeScheduled(
                person,
                s.Id,
                s.On,
                s.Change.StoredFor(person),
                s.Source,
                s.DueAt,
                now
            ));
}
