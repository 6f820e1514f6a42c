using PeerNetwork.Enrollment.Guests;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People;

/// <summary>What HR says of a person.</summary>
/// <param name="Account">The id of the account that signs the person in; null where HR does not say.</param>
/// <param name="OnLeave">Null where HR does not speak of leaves: one that has begun then goes on.</param>
/// <param name="LastDay">Null where HR does not speak of last days.</param>
/// <param name="WaitsForFirstDay">Whether a person whose first day is still to come is only announced. A SCIM client
/// says itself who is active.</param>
/// <param name="Source">The record that says so; null where it comes from no HR system.</param>
/// <param name="Later">What changes on later days; null where HR does not speak of them.</param>
/// <param name="NumberKey">The keyed hash of the employee number.</param>
/// <param name="Kind">Employee or contractor; null where HR does not say.</param>
public sealed record HrRecord(
    string? EmployeeNumber,
    string? Name,
    string? Email,
    Employment Employment,
    Guid? Account = null,
    bool? OnLeave = null,
    LastDay? LastDay = null,
    bool WaitsForFirstDay = false,
    SourceRecord? Source = null,
    IReadOnlyList<LaterAssignment>? Later = null,
    Guid NumberKey = default,
    PersonKind? Kind = null
)
{
    public StoredNumber? NumberFor(PersonId person) => StoredNumber.Of(person, EmployeeNumber, NumberKey);
}

/// <summary>What is different for a person from a day on.</summary>
public sealed record LaterAssignment(DateOnly From, PersonChange Change)
{
    public bool IsSame(ScheduledChange scheduled) => scheduled.On == From && scheduled.Change.ContentEquals(Change);
}

/// <param name="Day">The last day in the company; null where none is known.</param>
public readonly record struct LastDay(DateOnly? Day)
{
    /// <summary>The first day on which the person does not work here any more.</summary>
    public DateOnly? LeavesOn => Day?.AddDays(1);

    public bool IsPast(string timeZone, DateTimeOffset now) => ScheduledChange.HasBegun(LeavesOn, timeZone, now);
}

/// <summary>
/// HR names a person: they are hired, hired again, or changed where HR says otherwise. A person who waits for the first
/// day is announced, and hired on that day; a guest stays one up to that day. A person with a last day leaves after it.
/// A person who was erased stays so, however often HR repeats what it knows. A record that does not speak any more
/// since a merge changes nothing.
/// </summary>
public static class RecordPerson
{
    public static PersonEvent[] Decide(Person? person, PersonId id, HrRecord entry, DateTimeOffset now)
    {
        if (person is { Erased: true } or { MergedInto: not null } || person?.IsSilent(entry) is true)
            return [];
        // A guest has access for the agreed term, and for no other reason.
        if (person is { Active: false } && KindOf(person, entry).IsExternal())
            return [];
        var zone = entry.Employment.TimeZone;
        if (entry.LastDay?.IsPast(zone, now) is true)
            return RecordDeparture.Decide(person, now);
        var startsOn = entry.WaitsForFirstDay ? entry.Employment.HiredOn : null;
        var isGuest = person is { Active: true } && person.Employment.Kind.IsExternal();
        if ((person is { Active: true } && !isGuest) || ScheduledChange.HasBegun(startsOn, zone, now))
            startsOn = null;
        var start = isGuest ? StartOfGuest(person!, entry) : PersonChange.To(EmploymentStatus.Active);
        var end = PersonChange.To(EmploymentStatus.Left);
        return
        [
            .. startsOn is null ? HireOrChange(person, id, entry, now)
            : isGuest ? []
            : Announce(person, id, entry, now),
            .. Schedule(person, id, start, startsOn, zone, now),
            .. entry.LastDay is { } last ? Schedule(person, id, end, last.LeavesOn, zone, now) : [],
            .. entry.Later is { } later ? ScheduleAssignments(person, id, later, zone, now) : [],
        ];
    }

    private static PersonEvent[] HireOrChange(Person? person, PersonId id, HrRecord entry, DateTimeOffset now)
    {
        var (name, email) = NamesOf(id, entry);
        var (account, source) = (entry.Account ?? person?.Account, entry.Source ?? person?.Source);
        var kind = KindOf(person, entry);
        var work = entry.Employment with
        {
            OnLeave = entry.OnLeave ?? person is { Active: true, Employment.OnLeave: true },
            Kind = kind,
            AgreementDue = kind.IsExternal() && person!.Employment.AgreementDue,
        };
        return person switch
        {
            null or { Active: false } =>
            [
                new PersonHired(
                    id,
                    entry.NumberFor(id),
                    name,
                    email,
                    work.StoredFor(id),
                    person?.Profile?.StoredFor(id),
                    now,
                    account,
                    source?.StoredFor(id)
                ),
            ],
            _ when person.IsDescribedBy(entry.EmployeeNumber, name, email, work, account, source) => [],
            _ =>
            [
                new PersonChanged(
                    id,
                    entry.NumberFor(id),
                    name,
                    email,
                    work.StoredFor(id),
                    person.Profile?.StoredFor(id),
                    now,
                    account,
                    source?.StoredFor(id)
                ),
                .. EndGuestAccess.ForStaff(person, kind, now),
            ],
        };
    }

    /// <summary>A person who waits for the first day is as HR says.</summary>
    internal static PersonEvent[] Announce(Person? person, PersonId id, HrRecord entry, DateTimeOffset now)
    {
        var (name, email) = NamesOf(id, entry);
        var (account, source) = (entry.Account ?? person?.Account, entry.Source ?? person?.Source);
        var work = entry.Employment with { Kind = KindOf(person, entry) };
        return person?.IsDescribedBy(entry.EmployeeNumber, name, email, work, account, source) is true
            ? []
            :
            [
                new PersonAnnounced(
                    id,
                    entry.NumberFor(id),
                    name,
                    email,
                    work.StoredFor(id),
                    now,
                    account,
                    source?.StoredFor(id)
                ),
            ];
    }

    /// <summary>What a guest becomes on the first day: there is no announcement that says it before.</summary>
    private static PersonChange StartOfGuest(Person guest, HrRecord entry)
    {
        var work = entry.Employment;
        return new(
            work.SiteCode,
            work.TimeZone,
            work.Manager,
            work.Department,
            work.JobTitle,
            work.JobLevel,
            EmploymentStatus.Active,
            KindOf(guest, entry),
            work.CostCentre,
            work.WorkingTime,
            work.WorkMode,
            OtherJobs: work.OtherJobs
        );
    }

    private static PersonKind KindOf(Person? person, HrRecord entry) =>
        entry.Kind ?? person?.Employment.Kind ?? PersonKind.Employee;

    /// <summary>What HR said before is replaced. Null for a day that HR does not know or that is past.</summary>
    private static IEnumerable<PersonEvent> Schedule(
        Person? person,
        PersonId id,
        PersonChange change,
        DateOnly? on,
        string timeZone,
        DateTimeOffset now
    )
    {
        var known = (person?.Scheduled ?? []).Where(s =>
            s.Source == ChangeSource.Hr && s.Change.Status == change.Status
        );
        var isKnown = false;
        foreach (var scheduled in known)
        {
            if (scheduled.On == on)
                isKnown = true;
            else
                yield return new PersonChangeCancelled(id, scheduled.Id, now);
        }

        if (on is { } day && !isKnown)
            yield return new PersonChangeScheduled(
                id,
                new(DerivedId.From($"hr {EnumText.Of(change.Status!.Value)} {day:O}", id.Value)),
                day,
                change.StoredFor(id),
                ChangeSource.Hr,
                ScheduledChange.StartOf(day, timeZone),
                now
            );
    }

    private static IEnumerable<PersonEvent> ScheduleAssignments(
        Person? person,
        PersonId id,
        IReadOnlyList<LaterAssignment> later,
        string timeZone,
        DateTimeOffset now
    )
    {
        var known = (person?.Scheduled ?? [])
            .Where(s => s is { Source: ChangeSource.Hr, Change.Status: null })
            .ToArray();
        foreach (var change in known.Where(s => !later.Any(l => l.IsSame(s))))
            yield return new PersonChangeCancelled(id, change.Id, now);
        foreach (var (on, change) in later.Where(l => !known.Any(l.IsSame)))
            yield return new PersonChangeScheduled(
                id,
                change.IdFor(id, "hr", on),
                on,
                change.StoredFor(id),
                ChangeSource.Hr,
                ScheduledChange.StartOf(on, change.TimeZone ?? timeZone),
                now
            );
    }

    private static (PersonalText? Name, PersonalText? Email) NamesOf(PersonId id, HrRecord entry) =>
        (ToPersonalText(id, entry.Name), ToPersonalText(id, entry.Email));

    private static PersonalText? ToPersonalText(PersonId owner, string? text) =>
        text is null ? null : new PersonalText(owner.Value, text);
}
