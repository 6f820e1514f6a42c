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

/// <summary>What is different from a day on; null for everything that stays.</summary>
/// <param name="TimeZone">IANA time zone of the new site; null where the site stays.</param>
/// <param name="Kind">What a guest becomes who will work here.</param>
public sealed record PersonChange(
    string? SiteCode,
    string? TimeZone,
    PersonId? Manager,
    string? Department,
    string? JobTitle,
    int? JobLevel,
    EmploymentStatus? Status,
    PersonKind? Kind = null,
    string? CostCentre = null,
    int? WorkingTime = null,
    WorkMode? WorkMode = null
)
{
    public static readonly PersonChange None = new(null, null, null, null, null, null, null);

    public static PersonChange To(EmploymentStatus status) => None with { Status = status };

    public Employment ApplyTo(Employment work)
    {
        // A former guest who starts has no term: they work here.
        var isStart = Status == EmploymentStatus.Active && work.Kind.IsExternal();
        var kind = Kind ?? (isStart ? PersonKind.Employee : work.Kind);
        return work with
        {
            SiteCode = SiteCode ?? work.SiteCode,
            TimeZone = TimeZone ?? work.TimeZone,
            Manager = Manager ?? work.Manager,
            Department = Department ?? work.Department,
            JobTitle = JobTitle ?? work.JobTitle,
            JobLevel = JobLevel ?? work.JobLevel,
            CostCentre = CostCentre ?? work.CostCentre,
            WorkingTime = WorkingTime ?? work.WorkingTime,
            WorkMode = WorkMode ?? work.WorkMode,
            OnLeave = Status is null ? work.OnLeave : Status == EmploymentStatus.OnLeave,
            Kind = kind,
            AgreementDue = kind.IsExternal() && work.AgreementDue,
        };
    }
}

/// <summary>Who said so. What HR's files and clients say replaces only what they said before.</summary>
public enum ChangeSource
{
    PeopleAdministration,
    Hr,
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
        if (person?.Scheduled.FirstOrDefault(s => s.Id.Value == deadline.Id) is { } scheduled)
            writes.Append<Person, PersonEvent>(deadline.Stream, ApplyScheduledChange.Decide(person, scheduled, now));
    }
}
