namespace PeerNetwork.Matching.Engine;

/// <summary>The arithmetic that rules and factors share. Values are thousandths, 0 to 1000.</summary>
internal static class ProfileComparison
{
    public const int Full = 1000;
    public const int Neutral = 500;
    private const int WorkingMinutes = 8 * 60;
    private const int Day = 24 * 60;

    /// <summary>How many numbers two sorted lists share.</summary>
    public static int CountCommon(int[] a, int[] b)
    {
        var (count, i, j) = (0, 0, 0);
        while (i < a.Length && j < b.Length)
        {
            if (a[i] == b[j])
                (count, i, j) = (count + 1, i + 1, j + 1);
            else if (a[i] < b[j])
                i++;
            else
                j++;
        }
        return count;
    }

    /// <summary>Minutes between two UTC offsets, the shorter way round the globe: 0 to 720.</summary>
    public static int? ZoneSpan(Profile mentee, Profile mentor)
    {
        if (mentee.OffsetMinutes is not { } a || mentor.OffsetMinutes is not { } b)
            return null;
        var apart = Math.Abs(a - b) % Day;
        return Math.Min(apart, Day - apart);
    }

    /// <summary>Minutes that two working days of eight hours at the same local time have in common.</summary>
    public static int SharedWorkingMinutes(int zoneSpan) => Math.Max(0, WorkingMinutes - zoneSpan);

    public static int WorkingDayShare(int minutes) => minutes * Full / WorkingMinutes;

    /// <summary>
    /// How well one offered skill serves one wanted skill: in full from the wanted level on (or when none is asked), in
    /// proportion below it, neutral when the mentor's level is not recorded.
    /// </summary>
    public static int Coverage(int? wanted, int? offered) =>
        (wanted, offered) switch
        {
            (null or <= 0, _) => Full,
            (_, null) => Neutral,
            var (w, o) => (int)Math.Clamp((long)o.Value * Full / w.Value, 0, Full),
        };

    /// <summary>Sum of <see cref="Coverage"/> over the wanted skills; both lists are sorted by skill.</summary>
    public static int TotalCoverage(LeveledSkill[] wanted, LeveledSkill[] offered)
    {
        var (sum, i, j) = (0, 0, 0);
        while (i < wanted.Length && j < offered.Length)
        {
            if (wanted[i].Id == offered[j].Id)
                sum += Coverage(wanted[i++].Level, offered[j++].Level);
            else if (wanted[i].Id < offered[j].Id)
                i++;
            else
                j++;
        }
        return sum;
    }
}
