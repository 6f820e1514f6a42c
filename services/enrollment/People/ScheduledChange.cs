using JasperFx.Events;
using NodaTime;
using PeerNetwork.Enrollment.Guests;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.People;

public readonly record struct ChangeId(Guid Value);

public enum EmploymentStatus
{
    /// <summary>A start, or the return from a leave.</summary>
    Active,

    /// <summary>Works here, but is away for a longer time.</summary>
    OnLeave,
    Left,
}

public enum PersonStatus
{
    /// <summary>Known, but has not begun to work here.</summary>
    PreHire,
    Active,
    OnLeave,

    /// <summary>Active or on leave, with a day of leaving. Only the people administration sees it.</summary>
    OnNotice,
    Left,
}

/// <summary>Where a change comes from. What a source says replaces only what it said before.</summary>
public enum ChangeSource
{
    PeopleAdministration,

    /// <summary>A roster or an HR system.</summary>
    Hr,

    /// <summary>A SCIM client.</summary>
    Scim,
}

/// <summary>A change that takes effect on a later day.</summary>
/// <param name="On">The first day for which it holds.</param>
/// <param name="DueAt">The start of that day in the time zone of the person's site.</param>
public sealed record ScheduledChange(
    ChangeId Id,
    DateOnly On,
    PersonChange Change,
    ChangeSource Source,
    DateTimeOffset DueAt
)
{
    /// <summary>Of an erased person nothing but the day is known.</summary>
    public static ScheduledChange Of(PersonChangeScheduled s) =>
        new(s.Id, s.On, s.Change.Value ?? PersonChange.None, s.Source, s.DueAt);

    /// <summary>The first moment of a day in a time zone; in UTC where the zone is not known.</summary>
    public static DateTimeOffset StartOf(DateOnly day, string timeZone) =>
        (DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) ?? DateTimeZone.Utc)
            .AtStartOfDay(LocalDate.FromDateOnly(day))
            .ToDateTimeOffset()
            .ToUniversalTime();

    /// <summary>The day in a time zone; in UTC where the zone is not known.</summary>
    public static DateOnly DayOf(DateTimeOffset moment, string timeZone) =>
        Instant
            .FromDateTimeOffset(moment)
            .InZone(DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) ?? DateTimeZone.Utc)
            .Date.ToDateOnly();

    /// <summary>Whether the day, or a later one, has begun in the time zone. An unknown day has not.</summary>
    public static bool HasBegun(DateOnly? day, string timeZone, DateTimeOffset now) =>
        day is { } known && StartOf(known, timeZone) <= now;
}

/// <summary>A scheduled change takes effect.</summary>
public static class ApplyScheduledChange
{
    /// <summary>
    /// What follows from the change now. For a person who does not work here only a start has an effect.
    /// </summary>
    public static PersonEvent[] Decide(Person person, ScheduledChange scheduled, DateTimeOffset now)
    {
        var applied = new PersonChangeApplied(person.Id, scheduled.Id, now);
        var work = scheduled.Change.ApplyTo(person.Employment);
        return (person.Active, scheduled.Change.Status) switch
        {
            (false, EmploymentStatus.Active) => [applied, person.Hire(work, now)],
            (false, _) => [applied],
            (true, EmploymentStatus.Left) =>
            [
                applied,
                .. RecordDeparture.Decide(
                    person with
                    {
                        Scheduled = [.. person.Scheduled.Where(s => s.Id != scheduled.Id)],
                    },
                    now
                ),
            ],
            _ when work.ContentEquals(person.Employment) => [applied],
            _ => [applied, person.Change(work, now), .. EndGuestAccess.ForStaff(person, work.Kind, now)],
        };
    }
}

/// <summary>The days on which scheduled changes take effect.</summary>
public sealed class ScheduledChangeRule() : DeadlineRule("scheduled_change")
{
    public override IEnumerable<DeadlineChange> Changes(IEvent e) =>
        e.Data switch
        {
            PersonChangeScheduled s => [new(s.Id.Value, s.Person.Value, s.DueAt)],
            PersonChangeApplied a => [new(a.Id.Value, a.Person.Value, null)],
            PersonChangeCancelled c => [new(c.Id.Value, c.Person.Value, null)],
            _ => [],
        };

    public override async Task Reach(Deadline deadline, StreamWrites writes, DateTimeOffset now)
    {
        var person = await writes.Fetch<Person, PersonEvent>(deadline.Stream, Person.Evolve);
        if (person?.Scheduled.FirstOrDefault(s => s.Id.Value == deadline.Id) is not { } scheduled)
            return;
        var present = scheduled with { Change = await ForPresentManagers(writes, person.Id, scheduled.Change) };
        writes.Append<Person, PersonEvent>(deadline.Stream, ApplyScheduledChange.Decide(person, present, now));
    }

    /// <summary>
    /// A manager who was merged since is the survivor. Where that is the person, the present manager stays, and another
    /// job has none.
    /// </summary>
    private static async Task<PersonChange> ForPresentManagers(
        StreamWrites writes,
        PersonId person,
        PersonChange change
    )
    {
        foreach (var id in change.Managers())
            if (
                await writes.Fetch<Person, PersonEvent>(id.Value, Person.Evolve) is
                { MergedInto.Survivor: var survivor }
            )
                change = change.WithManager(id, survivor == person ? null : survivor);
        return change;
    }
}
