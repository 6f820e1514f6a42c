namespace PeerNetwork.Matching.Engine;

/// <summary>
/// A solution: the group of each mentee (-1 for none), the mentor of each group, what it amounts to, and the proof of
/// its bounds. Mentees, mentors and groups are positions from 0.
/// </summary>
/// <param name="TotalScore">Millionths: scores of mentees with their mentors, and values of each two mentees of a
/// group.</param>
public sealed record Grouping(int[] GroupOf, int[] Mentors, int Placed, long TotalScore, GroupCertificate Certificate);

/// <summary>
/// A proof of two bounds. Number: mentees and mentors that together touch every permitted pair; no groups hold more
/// people than the covered mentees and all places with the covered mentors (Kőnig 1931). Total: prices of mentees; no
/// groups are worth more than the prices and what the best group of each mentor is worth beyond the prices of its
/// members (Lagrange; as in Fisher 1981). The worth of the best group is itself bounded from above: half of what a
/// member is worth is charged to the other members, and each member chooses them alone (Gilmore 1962, Lawler 1963).
/// </summary>
/// <param name="CoveredMentees">Of each mentee, whether it is in the cover.</param>
/// <param name="CoveredMentors">Of each mentor, whether all places are.</param>
/// <param name="Prices">Of each mentee, in millionths; none is negative unless all mentees have a group.</param>
/// <param name="PlacedBound">No valid groups hold more mentees.</param>
/// <param name="UpperBound">No valid groups have a greater total; where all mentees have a group, no valid groups of
/// all mentees.</param>
public sealed record GroupCertificate(
    bool[] CoveredMentees,
    bool[] CoveredMentors,
    long[] Prices,
    int PlacedBound,
    long UpperBound
);
