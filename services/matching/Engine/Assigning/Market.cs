namespace PeerNetwork.Matching.Engine;

/// <summary>
/// One part of the graph as a market, from the short side: bidder b needs <see cref="Units"/>[b] objects of its row,
/// each once; object o has <see cref="Room"/>[o] places. Where units are fewer than places, "the rest" takes what is
/// left and values all places alike. A market in which bidders need several objects has room for one bidder per object.
/// 0 units or places: not in this part.
/// </summary>
internal sealed class Market
{
    private Market(Rows bidders, Rows objects, int[] units, int[] room)
    {
        (Bidders, Objects, Units, Room) = (bidders, objects, units, room);
        foreach (var needed in units)
            Needed += needed;
        foreach (var places in room)
            Places += places;
        (MinScore, MaxScore) = bidders.Score is [] ? (0, 0) : (bidders.Score.Min(), bidders.Score.Max());
    }

    /// <summary>The edges in the bidders' order, and the same edges in the objects' order.</summary>
    public Rows Bidders { get; }
    public Rows Objects { get; }
    public int[] Units { get; }
    public int[] Room { get; }
    public int Needed { get; }
    public int Places { get; }
    public int MinScore { get; }
    public int MaxScore { get; }

    /// <summary>True where some bidder may need more than one object.</summary>
    public bool WantsSeveral { get; private init; }

    /// <summary>Mentees compete for too few places, so every place is filled: mentors bid for mentees.</summary>
    public static Market OfMentors(Rows mentees, Rows mentors, int[] capacity, MaximumCardinality parts) =>
        new(
            mentors,
            mentees,
            [.. capacity.Select((free, mentor) => parts.OverDemandedMentors[mentor] ? free : 0)],
            [.. parts.OverDemandedMentees.Select(competes => competes ? 1 : 0)]
        )
        {
            WantsSeveral = true,
        };

    /// <summary>
    /// Every mentee is matched: mentees bid for places. A mentor's place beyond its edges shows that its places are not
    /// scarce.
    /// </summary>
    public static Market OfMentees(Rows mentees, Rows mentors, int[] capacity, MaximumCardinality parts) =>
        new(
            mentees,
            mentors,
            [
                .. parts.OverDemandedMentees.Select(
                    (competes, mentee) => competes || mentees.Length(mentee) == 0 ? 0 : 1
                ),
            ],
            [
                .. capacity.Select(
                    (free, mentor) => parts.OverDemandedMentors[mentor] ? 0 : Math.Min(free, mentors.Length(mentor) + 1)
                ),
            ]
        );
}
