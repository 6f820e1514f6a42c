namespace PeerNetwork.Enrollment.People;

/// <summary>
/// The working time of a person as a percentage of full time. More than full time is possible: some contracts have it.
/// </summary>
public static class WorkingTime
{
    public const int Min = 1,
        Max = 150;

    public const string Message = "must be a whole number from 1 to 150, in percent of full time";

    public static bool IsPossible(int percent) => percent is >= Min and <= Max;

    /// <summary>The percentage, rounded to a whole number; null where it is not possible.</summary>
    /// <param name="fullTime">What stands for full time: 100, 1, or the hours of a week.</param>
    public static int? Of(decimal time, decimal fullTime)
    {
        // Compared before the division, which could overflow.
        if (time <= 0 || fullTime <= 0 || time > 2 * fullTime)
            return null;
        var percent = (int)Math.Round(time / fullTime * 100, MidpointRounding.AwayFromZero);
        return IsPossible(percent) ? percent : null;
    }
}
