using System.Diagnostics;
using System.Text.Json.Serialization;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Flash;

/// <summary>
/// Begins with the time at which the session starts, so that a list in the order of ids is in the order of time.
/// </summary>
public readonly record struct FlashSlotId(Guid Value)
{
    public static FlashSlotId At(DateTimeOffset startsAt) => new(Guid.CreateVersion7(startsAt));
}

public enum FlashSlotState
{
    Offered,
    Booked,
    Withdrawn,

    /// <summary>It started without a booking.</summary>
    Lapsed,
}

/// <summary>When a session takes place.</summary>
/// <param name="StartsAt">The instant, with the offset of the zone.</param>
/// <param name="Zone">The IANA zone in which it was planned.</param>
public sealed record FlashTime(DateTimeOffset StartsAt, string Zone, int Minutes)
{
    [JsonIgnore]
    public DateTimeOffset EndsAt => StartsAt.AddMinutes(Minutes);

    /// <summary>The first day of the month in which it starts, by the clocks of its zone.</summary>
    [JsonIgnore]
    public DateOnly Month => MonthOf(StartsAt);

    public static DateOnly MonthOf(DateTimeOffset moment) => new(moment.Year, moment.Month, 1);

    public bool Overlaps(FlashTime other) => StartsAt < other.EndsAt && other.StartsAt < EndsAt;
}

public abstract record FlashSlotEvent;

/// <param name="Topic">What the mentor offers to talk about.</param>
public sealed record FlashSlotOffered(
    FlashSlotId Slot,
    ProgramId Program,
    PersonId Mentor,
    PersonalText Topic,
    FlashTime Time,
    DateTimeOffset At
) : FlashSlotEvent;

public sealed record FlashSlotBooked(
    FlashSlotId Slot,
    ProgramId Program,
    PersonId Mentor,
    PersonId Mentee,
    FlashTime Time,
    DateTimeOffset At
) : FlashSlotEvent;

/// <summary>The slot is open again.</summary>
public sealed record FlashBookingCancelled(
    FlashSlotId Slot,
    ProgramId Program,
    PersonId Mentor,
    PersonId Mentee,
    FlashTime Time,
    DateTimeOffset At
) : FlashSlotEvent;

/// <param name="Mentee">Who had booked it; null where it was open.</param>
public sealed record FlashSlotWithdrawn(
    FlashSlotId Slot,
    ProgramId Program,
    PersonId Mentor,
    PersonId? Mentee,
    DateTimeOffset At
) : FlashSlotEvent;

public sealed record FlashSlotLapsed(FlashSlotId Slot, ProgramId Program, PersonId Mentor, DateTimeOffset At)
    : FlashSlotEvent;

/// <summary>A short session about one topic, which a mentor offers and one other person can book.</summary>
/// <param name="Mentee">Who booked it; null where it is open, or was withdrawn without a booking.</param>
public sealed record FlashSlot(
    FlashSlotOffered Offer,
    FlashSlotState State = FlashSlotState.Offered,
    PersonId? Mentee = null
)
{
    public FlashSlotId Id => Offer.Slot;

    public FlashSlotBooked Book(PersonId mentee, DateTimeOffset now) =>
        new(Id, Offer.Program, Offer.Mentor, mentee, Offer.Time, now);

    public FlashBookingCancelled Cancel(PersonId mentee, DateTimeOffset now) =>
        new(Id, Offer.Program, Offer.Mentor, mentee, Offer.Time, now);

    public FlashSlotWithdrawn Withdraw(DateTimeOffset now) => new(Id, Offer.Program, Offer.Mentor, Mentee, now);

    public static FlashSlot Evolve(FlashSlot? slot, FlashSlotEvent e) =>
        (slot, e) switch
        {
            (null, FlashSlotOffered o) => new(o),
            ({ } s, FlashSlotBooked b) => s with { State = FlashSlotState.Booked, Mentee = b.Mentee },
            ({ } s, FlashBookingCancelled) => s with { State = FlashSlotState.Offered, Mentee = null },
            ({ } s, FlashSlotWithdrawn) => s with { State = FlashSlotState.Withdrawn },
            ({ } s, FlashSlotLapsed) => s with { State = FlashSlotState.Lapsed },
            _ => throw new UnreachableException($"{e} cannot follow {slot}"),
        };
}
