namespace PeerNetwork.Matching.Engine;

/// <summary>
/// How fairly a run treats groups and mentors, what was asked, and what that cost beside the best run without bounds.
/// </summary>
/// <param name="PriceInMatched">People fewer matched.</param>
/// <param name="PriceInScore">Millionths by which the total score is lower; of a run that matches fewer people, that of
/// both together.</param>
/// <param name="Gap"> Millionths by which a better answer within the bounds is not ruled out; 0 where the bounds were
/// part of the exact solver.
/// </param>
public sealed record FairnessReport(
    IReadOnlyList<GroupFairness> Groups,
    LoadFairness Load,
    int PriceInMatched,
    long PriceInScore,
    long Gap
)
{
    /// <summary>True where every bound that was asked holds.</summary>
    public bool Met => Groups.All(group => group.Met) && Load.Met;
}

/// <param name="Group">Null for mentees without a label, who are no group and have no bound.</param>
/// <param name="Rate">Thousandths of the group's mentees who are matched, rounded down.</param>
/// <param name="MinRate">The least that was asked, in thousandths; null without a bound.</param>
/// <param name="Mean">Mean score of the group's pairs in millionths, rounded down; null where no mentee of it is
/// matched.</param>
/// <param name="MinMean">The least that was asked, in millionths; null without a bound.</param>
public sealed record GroupFairness(
    string? Group,
    int Mentees,
    int Matched,
    int Rate,
    int? MinRate,
    int? Mean,
    int? MinMean,
    bool Met
);

/// <param name="Max">Mentees of the mentor who got most.</param>
/// <param name="MaxAllowed">The most that was asked; null without a bound.</param>
/// <param name="MeanThousandths">Mean over the mentors with places, in thousandths of a mentee.</param>
/// <param name="DeviationThousandths">Standard deviation over the same mentors, in thousandths of a mentee.</param>
/// <param name="Unused">Mentors with places to whom the run assigned no mentee.</param>
public sealed record LoadFairness(int Max, int? MaxAllowed, int MeanThousandths, int DeviationThousandths, int Unused)
{
    public bool Met => MaxAllowed is not { } most || Max <= most;
}
