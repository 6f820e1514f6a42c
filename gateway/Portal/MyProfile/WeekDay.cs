using System.Globalization;

namespace PeerNetwork.Portal.MyProfile;

/// <summary>The days of the week in the user's order and words.</summary>
public static class WeekDay
{
    public static IEnumerable<DayOfWeek> All =>
        Enumerable.Range(0, 7).Select(n => (DayOfWeek)(((int)Format.FirstDayOfWeek + n) % 7));

    private static DateTimeFormatInfo Format => CultureInfo.CurrentCulture.DateTimeFormat;

    public static string NameOf(DayOfWeek day) => Format.GetDayName(day);
}
