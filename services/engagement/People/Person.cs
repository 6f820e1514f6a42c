using System.Diagnostics;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.People;

public readonly record struct PersonId(Guid Value)
{
    /// <summary>What this person wrote, to be stored under this person's key.</summary>
    public PersonalText Writes(string text) => new(Value, text);

    public PersonalText? MayWrite(string? text) => text is null ? null : Writes(text);
}

/// <summary>When a person may be met: the same hours on each of the days, in the person's own zone.</summary>
/// <param name="To">The end; not after <paramref name="From"/> means on the next day, as in a night shift.</param>
public sealed record WorkingHours(TimeOnly From, TimeOnly To, IReadOnlyList<DayOfWeek> Days)
{
    public static readonly WorkingHours Usual = new(
        new(9, 0),
        new(17, 0),
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday]
    );

    public bool Equals(WorkingHours? other) =>
        other is not null && From == other.From && To == other.To && Days.Order().SequenceEqual(other.Days.Order());

    public override int GetHashCode() => HashCode.Combine(From, To, Days.Count);
}

public abstract record PersonEvent;

public sealed record HoursSet(PersonId Person, WorkingHours Hours, DateTimeOffset At) : PersonEvent;

/// <summary>
/// The directory said that a person no longer works here. A <see cref="PersonReplica"/> says how it is now.
/// </summary>
public sealed record PersonLeft(PersonId Person, DateTimeOffset At) : PersonEvent;

/// <summary>
/// When and in which zone a person may be met. Until the directory speaks of a person, their zone is UTC.
/// </summary>
public sealed record Person(PersonId Id, WorkingHours Hours, string Zone = Person.UnknownZone)
{
    public const string UnknownZone = "Etc/UTC";

    public static Person Unknown(PersonId id) => new(id, WorkingHours.Usual);

    public static Person Evolve(Person? person, PersonEvent e) =>
        e switch
        {
            HoursSet h => (person ?? Unknown(h.Person)) with { Hours = h.Hours },
            PersonLeft p => person ?? Unknown(p.Person),
            _ => throw new UnreachableException($"{e} is no event of a person."),
        };
}
