using System.Diagnostics;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.People;

public readonly record struct PersonId(Guid Value) : IPersonId
{
    /// <summary>What this person wrote, to be stored under this person's key.</summary>
    public PersonalText ToPersonalText(string text) => new(Value, text);

    public PersonalText? ToPersonalTextOrNull(string? text) => text is null ? null : ToPersonalText(text);
}

/// <summary>When a person may be met: the same hours on each of the days, in the person's own zone.</summary>
/// <param name="To">The end; not after <paramref name="From"/> means on the next day, as in a night shift.</param>
public sealed record WorkingHours(TimeOnly From, TimeOnly To, IReadOnlyList<DayOfWeek> Days)
{
    public static readonly WorkingHours Default = new(
        new(9, 0),
        new(17, 0),
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday]
    );

    public bool Equals(WorkingHours? other) =>
        other is not null && From == other.From && To == other.To && Days.Order().SequenceEqual(other.Days.Order());

    public override int GetHashCode() => HashCode.Combine(From, To, Days.Count);
}

public abstract record PersonEvent;

public sealed record WorkingHoursSet(PersonId Person, WorkingHours Hours, DateTimeOffset At) : PersonEvent;

/// <summary>
/// Enrollment reported that a person left the company. The <see cref="PersonReplica"/> holds the present state.
/// </summary>
public sealed record PersonLeft(PersonId Person, DateTimeOffset At) : PersonEvent;

/// <summary>
/// Enrollment reported that a person is on leave, or may be back. The <see cref="PersonReplica"/> holds the present
/// state.
/// </summary>
public sealed record PersonLeaveReported(PersonId Person, DateTimeOffset At) : PersonEvent;

/// <summary>All that this service held on a person was destroyed.</summary>
/// <param name="Keys">How many encryption keys: 1, or 0 where the person wrote nothing.</param>
public sealed record PersonalDataErased(PersonId Person, int Keys, DateTimeOffset At) : PersonEvent;

/// <summary>
/// When and in which zone a person may be met. Before enrollment published the person, the zone is UTC.
/// </summary>
public sealed record Person(PersonId Id, WorkingHours Hours, string Zone = Person.UnknownZone)
{
    public const string UnknownZone = "Etc/UTC";

    public static Person Unknown(PersonId id) => new(id, WorkingHours.Default);

    public static Person Evolve(Person? person, PersonEvent e) =>
        e switch
        {
            WorkingHoursSet h => (person ?? Unknown(h.Person)) with { Hours = h.Hours },
            PersonLeft p => person ?? Unknown(p.Person),
            PersonLeaveReported p => person ?? Unknown(p.Person),
            PersonalDataErased p => Unknown(p.Person),
            _ => throw new UnreachableException($"{e} is no event of a person."),
        };
}
