using System.Text.Json.Serialization;

namespace PeerNetwork.Matching.Engine;

/// <summary>
/// A proof of optimality in two levels. Cardinality: mentees and mentors that together touch every edge; no assignment
/// can match more than the covered mentees plus the covered mentors' seats (Kőnig 1931). Score: prices of a match for
/// each mentee and of a place at each mentor; by linear-programming duality no assignment of that many pairs scores
/// more than the prices sum to.
/// </summary>
/// <param name="CoveredMentees">True where the mentee belongs to the cover; false for those who compete for too few
/// places.</param>
/// <param name="OverDemandedMentors">True where the mentor belongs to the cover: all places are needed.</param>
/// <param name="MenteePrices">In score units; what being matched is worth to this mentee's match beyond the place's
/// price.</param>
/// <param name="MentorPrices">In score units; what one place of this mentor is worth to the whole.</param>
public sealed record Certificate(
    bool[] CoveredMentees,
    bool[] OverDemandedMentors,
    long[] MenteePrices,
    long[] MentorPrices
)
{
    /// <summary>What bounds on groups add to the proof; null without any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GroupTerms? Groups { get; init; }

    /// <summary>
    /// Checks the proof against the graph alone, without a solver: O(people + edges), no allocation beyond one counter
    /// per mentor and group.
    /// </summary>
    public static VerificationResult Verify(CandidateGraph graph, Assignment assignment) =>
        new Verification(graph, assignment).Verify();

    /// <summary>What a pair counts for the prices: its score, unless means of groups were asked for.</summary>
    internal long Worth(int mentee, int score) => Groups?.Worth(mentee, score) ?? score;

    /// <summary>The price of one who stays unmatched.</summary>
    internal long MinPriceOf(int mentee) =>
        Groups is { } groups && groups.GroupOf[mentee] is >= 0 and var group ? -groups.UnmatchedPrices[group] : 0;
}
