using NodaTime;
using NodaTime.Extensions;
using PeerNetwork.Engagement.People;

namespace PeerNetwork.Engagement.Sessions;

/// <summary>When people work at the same time.</summary>
public static class SharedAvailability
{
    /// <summary>
    /// The times of a day, by the clocks of a zone, that fall into the working hours of all, in order.
    /// </summary>
    public static IEnumerable<Interval> On(LocalDate day, DateTimeZone zone, IEnumerable<Person> people)
    {
        var whole = new Interval(zone.AtStartOfDay(day).ToInstant(), zone.AtStartOfDay(day.PlusDays(1)).ToInstant());
        return people
            .Aggregate(
                (IEnumerable<Interval>)[whole],
                (times, person) =>
                    from time in times
                    from shift in ShiftsOf(person, day)
                    let shared = Intersection(time, shift)
                    where shared is not null
                    select shared.Value
            )
            .OrderBy(time => time.Start);
    }

    /// <summary>A day in one zone touches up to three in another, and a night shift begins on the day before.</summary>
    private static IEnumerable<Interval> ShiftsOf(Person person, LocalDate day) =>
        from date in Enumerable.Range(-2, 5).Select(day.PlusDays)
        where person.Hours.Days.Contains(date.DayOfWeek.ToDayOfWeek())
        select Shift(date, person.Hours, LocalTimes.ZoneOrUtc(person.Zone));

    private static Interval Shift(LocalDate date, WorkingHours hours, DateTimeZone zone)
    {
        var (from, to) = (LocalTime.FromTimeOnly(hours.From), LocalTime.FromTimeOnly(hours.To));
        var lastDay = to <= from ? date.PlusDays(1) : date;
        return new(
            Instant.FromDateTimeOffset((date + from).In(zone)),
            Instant.FromDateTimeOffset((lastDay + to).In(zone))
        );
    }

    private static Interval? Intersection(Interval a, Interval b)
    {
        var (start, end) = (Instant.Max(a.Start, b.Start), Instant.Min(a.End, b.End));
        return start < end ? new(start, end) : null;
    }
}
