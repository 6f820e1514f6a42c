using System.Collections.Immutable;
using System.Diagnostics;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Flash;

public abstract record FlashCalendarEvent;

/// <param name="IsMentor">Whether the person offers the slot, or has booked it.</param>
public sealed record FlashTimeTaken(PersonId Person, FlashSlotId Slot, bool IsMentor, FlashTime Time, DateTimeOffset At)
    : FlashCalendarEvent;

public sealed record FlashTimeReleased(PersonId Person, FlashSlotId Slot, DateTimeOffset At) : FlashCalendarEvent;

/// <summary>
/// The slots that one person offers and those that the person has booked, in all programs. A slot is offered or booked
/// in the transaction that takes its time here. So the stream's version keeps two slots of a person apart.
/// </summary>
/// <param name="Taken">Without those that were over when another one was taken.</param>
public sealed record FlashCalendar(ImmutableList<FlashTimeTaken> Taken)
{
    public const int MaxOffers = 50,
        MaxBookings = 3;

    private static readonly FlashCalendar None = new([]);

    public static Guid IdOf(PersonId person) => DerivedId.From("flash-calendar", person.Value);

    public static FlashCalendar Evolve(FlashCalendar? calendar, FlashCalendarEvent e) =>
        (calendar ?? None, e) switch
        {
            (var c, FlashTimeTaken t) => new(c.Taken.RemoveAll(known => known.Time.EndsAt <= t.At).Add(t)),
            (var c, FlashTimeReleased r) => new(c.Taken.RemoveAll(known => known.Slot == r.Slot)),
            _ => throw new UnreachableException($"{e} is no event of a calendar"),
        };
}

public static class FlashCalendars
{
    /// <exception cref="DomainException">The person has another slot at this time, or as many as one may
    /// have.</exception>
    public static void RequireFree(this FlashCalendar? calendar, FlashTime time, bool isMentor, DateTimeOffset now)
    {
        if (calendar is null)
            return;
        if (calendar.Taken.Find(taken => taken.Time.Overlaps(time)) is { Time: var other })
            throw new DomainException(
                DomainError.Conflict,
                $"You have another flash session at {other.StartsAt:yyyy-MM-dd HH:mm} ({other.Zone})."
            )
            {
                Code = "flash-slot-overlap",
            };
        var max = isMentor ? FlashCalendar.MaxOffers : FlashCalendar.MaxBookings;
        if (calendar.Taken.Count(taken => taken.IsMentor == isMentor && taken.Time.StartsAt > now) >= max)
            throw new DomainException(
                DomainError.Conflict,
                isMentor
                    ? $"You offer {max} slots that are still to come. Withdraw one before you offer another."
                    : $"You have booked {max} sessions that are still to come. Cancel one before you book another."
            )
            {
                Code = isMentor ? "flash-offer-limit" : "flash-booking-limit",
            };
    }
}
