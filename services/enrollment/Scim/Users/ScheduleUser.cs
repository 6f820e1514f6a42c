using PeerNetwork.Enrollment.Integrations;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Scim.Protocol;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Scim.Users;

/// <summary>
/// A client says what a user will be from a later day on. The facts that differ on that day are scheduled, and replace
/// what SCIM clients said of the same day; names, addresses and numbers change at once.
/// </summary>
public static class ScheduleUser
{
    private const int MaxScheduled = 100;

    /// <summary>The person as the day will find them, without what SCIM clients said of the day itself.</summary>
    public static Person Before(Person person, DateOnly day) =>
        person.After(person.Scheduled.Where(s => s.On <= day && !IsOfDay(s, day)));

    /// <summary>The person as they will be on the day.</summary>
    public static Person On(Person person, DateOnly day) =>
        Before(person, day).After(person.Scheduled.Where(s => IsOfDay(s, day)));

    /// <param name="user">The user as it shall be on the day, stored as it is today.</param>
    public static PersonEvent[] Decide(
        Person? person,
        PersonId id,
        ClientId client,
        ProvisionedUser user,
        DateOnly day,
        DateTimeOffset now
    )
    {
        if (person is { Erased: true })
            return [];
        var entry = user.Entry with { Employment = Present(person, user.Entry.Employment) };
        return
        [
            .. person is { Active: true }
                ? RecordPerson.Decide(person, id, entry, now)
                : RecordPerson.Announce(person, id, entry, now),
            .. Schedule(person, id, ChangeOf(person, user, day), user.Entry.Employment.TimeZone, day, now),
            .. ProvisionUser.Keep(person, id, client, user, now),
        ];
    }

    /// <summary>
    /// What can change on a later day is as it is now. A new person is announced as the day will find them.
    /// </summary>
    private static Employment Present(Person? person, Employment work) =>
        person is null
            ? work
            : work with
            {
                SiteCode = person.Employment.SiteCode,
                TimeZone = person.Employment.TimeZone,
                Manager = person.Employment.Manager,
                Department = person.Employment.Department,
                JobTitle = person.Employment.JobTitle,
                JobLevel = person.Employment.JobLevel,
                CostCentre = person.Employment.CostCentre,
                WorkingTime = person.Employment.WorkingTime,
                WorkMode = person.Employment.WorkMode,
                OtherJobs = person.Employment.OtherJobs,
            };

    private static PersonChange ChangeOf(Person? person, ProvisionedUser user, DateOnly day)
    {
        var before = person is null ? null : Before(person, day);
        if (before is not { Active: true } && !user.Active)
            return person?.Scheduled.Any(s => IsOfDay(s, day)) is true
                // The client takes the start back.
                ? PersonChange.None
                : throw ScimException.InvalidValue(
                    "effectiveOn",
                    "must be a day on which the user is active, or becomes active; leave it out"
                );
        if (before is null)
            return PersonChange.To(EmploymentStatus.Active);
        EmploymentStatus? status =
            before.Active == user.Active ? null
            : user.Active ? EmploymentStatus.Active
            : EmploymentStatus.Left;
        if (before.Guest is not null && status is not null)
            throw ScimException.InvalidValue(
                "effectiveOn",
                "cannot end the access of a guest: the people administration ends or extends the term"
            );
        return PersonChange.Between(before.Employment, user.Entry.Employment) with { Status = status };
    }

    private static IEnumerable<PersonEvent> Schedule(
        Person? person,
        PersonId id,
        PersonChange change,
        string timeZone,
        DateOnly day,
        DateTimeOffset now
    )
    {
        var known = (person?.Scheduled ?? []).Where(s => IsOfDay(s, day)).ToArray();
        if (known is [var same] && same.Change.ContentEquals(change))
            yield break;
        foreach (var replaced in known)
            yield return new PersonChangeCancelled(id, replaced.Id, now);
        if (change == PersonChange.None)
            yield break;
        if (person?.Scheduled.Count - known.Length >= MaxScheduled)
            throw new DomainException(
                DomainError.Conflict,
                $"There are {MaxScheduled} scheduled changes for this user already."
            );
        yield return new PersonChangeScheduled(
            id,
            change.IdFor(id, "scim", day),
            day,
            change.StoredFor(id),
            ChangeSource.Scim,
            ScheduledChange.StartOf(day, timeZone),
            now
        );
    }

    private static bool IsOfDay(ScheduledChange scheduled, DateOnly day) =>
        scheduled.Source == ChangeSource.Scim && scheduled.On == day;
}
