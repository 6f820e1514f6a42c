using NodaTime;

namespace PeerNetwork.Matching.Coffee;

/// <summary>When a person, or all people of a group, work on a day. Both ends are in UTC.</summary>
public sealed record WorkingHours(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>By the clock of a person's time zone: this service knows of no other hours.</summary>
    private static readonly LocalTime First = new(9, 0),
        Last = new(17, 0);

    /// <summary>Those of a day in a time zone; in UTC where the zone is not known.</summary>
    public static WorkingHours On(DateOnly day, string timeZone)
    {
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) ?? DateTimeZone.Utc;
        var date = LocalDate.FromDateOnly(day);
        return new(At(First), At(Last));

        DateTimeOffset At(LocalTime time) => zone.AtLeniently(date.At(time)).ToDateTimeOffset().ToUniversalTime();
    }

    /// <summary>The hours in which all work, on the day of the first; null where there are none.</summary>
    public static WorkingHours? CommonTo(IEnumerable<WorkingHours> people) =>
        people.Aggregate<WorkingHours?>((common, hours) => common?.CommonWith(hours!));

    /// <summary>The day in the far east is another one than in the far west: the days around it count too.</summary>
    private WorkingHours? CommonWith(WorkingHours other) =>
        new[] { -1, 0, 1 }
            .Select(days => new WorkingHours(
                Later(Start, other.Start.AddDays(days)),
                Earlier(End, other.End.AddDays(days))
            ))
            .FirstOrDefault(common => common.Start < common.End);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
