namespace PeerNetwork.Matching.Engine;

/// <summary>
/// What a run owes to groups and to mentors, as limits that the solver keeps. A null limit is no limit. Groups are
/// opaque labels (<see cref="Mentee.Group"/>) that partition the mentees; they are never scored.
/// </summary>
public sealed record FairnessBounds
{
    public static FairnessBounds None { get; } = new();

    /// <summary>
    /// The share matched of no group may lie further below that of all mentees, in thousandths, 0 to 1000.
    /// </summary>
    public int? MaxRateGap { get; init; }

    /// <summary>
    /// The mean score of no group's pairs may lie further below that of all pairs, in thousandths of a full score, 0 to
    /// 1000.
    /// </summary>
    public int? MaxScoreGap { get; init; }

    /// <summary>
    /// No mentor gets more mentees than the mean over mentors with places (rounded up) plus so many, 0 or more.
    /// </summary>
    public int? MaxLoadAboveMean { get; init; }
}
