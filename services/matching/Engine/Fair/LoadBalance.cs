namespace PeerNetwork.Matching.Engine;

/// <summary>How mentees spread over mentors.</summary>
internal static class LoadBalance
{
    /// <summary>
    /// What each mentor with places would get on average if as many were matched as there are people and places;
    /// rounded up.
    /// </summary>
    public static int EvenLoad(int mentees, Profile[] mentors)
    {
        var (open, places) = (0L, 0L);
        foreach (var mentor in mentors)
            (open, places) = (open + (mentor.CapacityWithinHours > 0 ? 1 : 0), places + mentor.CapacityWithinHours);
        return open == 0 ? 0 : (int)((Math.Min(mentees, places) + open - 1) / open);
    }

    public static LoadFairness Report(int[] loads, Profile[] mentors, int? most)
    {
        var open = loads
            .Zip(mentors)
            .Where(pair => pair.Second.CapacityWithinHours > 0 || pair.First > 0)
            .Select(pair => pair.First)
            .ToArray();
        if (open is [])
            return new(0, most, 0, 0, 0);
        var mean = open.Average();
        var deviation = Math.Sqrt(open.Average(load => (load - mean) * (load - mean)));
        return new(
            open.Max(),
            most,
            (int)Math.Round(1000 * mean),
            (int)Math.Round(1000 * deviation),
            open.Count(load => load == 0)
        );
    }
}
