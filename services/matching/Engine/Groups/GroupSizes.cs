namespace PeerNetwork.Matching.Engine;

/// <summary>How many mentees a mentoring group has, from least to most; the mentor is not counted.</summary>
/// <param name="Min">1 or more; a group with fewer does not exist.</param>
/// <param name="Max">At least <paramref name="Min"/>, at most <see cref="Most"/>.</param>
public sealed record GroupSizes(int Min, int Max)
{
    public const int Most = 50;
}

/// <summary>
/// What two mentees of one group count for each other, in thousandths of what a mentee and a mentor count, 0 to 1000.
/// </summary>
/// <param name="SharedGoals">Where they have all goals of the shorter list, or three, in common.</param>
/// <param name="Backgrounds">Where they come from different departments and different sites.</param>
public sealed record PartnerWeights(int SharedGoals = 100, int Backgrounds = 50);
