namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Checks a stable matching against the graph and both sides' scores. It shares no code with the solver. Stable means
/// weakly stable: a pair blocks only where the mentee gains a strictly greater score, or a mentor instead of none, and
/// the mentor gains a strictly greater score in exchange for a mentee, or has a free place. O(people + edges).
/// </summary>
public static class StableVerification
{
    /// <param name="mentorScores">By edge of the graph: what the mentee is worth to the mentor.</param>
    public static VerificationResult Verify(CandidateGraph graph, int[] mentorScores, StableMatching matching)
    {
        if (Defect(graph, mentorScores, matching) is { } defect)
            return VerificationResult.Refuted(defect);
        (int Mentee, int Mentor)[] blocking = [.. Blocking(graph, mentorScores, matching.Edges)];
        return blocking is [var (mentee, mentor), ..]
            ? VerificationResult.Refuted(
                $"Blocking pairs: {blocking.Length}. The first is mentee {mentee} and mentor {mentor}."
            ) with
            {
                BlockingPairs = blocking.Length,
            }
            : VerificationResult.Stable;
    }

    /// <summary>All pairs that block, in the order of the graph; none where the matching is stable.</summary>
    /// <inheritdoc cref="Verify" path="/param"/>
    /// <exception cref="ArgumentException">It is no matching of this graph, or its totals are wrong.</exception>
    public static IReadOnlyList<(int Mentee, int Mentor)> BlockingPairs(
        CandidateGraph graph,
        int[] mentorScores,
        StableMatching matching
    ) =>
        Defect(graph, mentorScores, matching) is { } defect
            ? throw new ArgumentException(defect, nameof(matching))
            : [.. Blocking(graph, mentorScores, matching.Edges)];

    /// <summary>How many pairs block any choice of edges that keeps the places, such as an optimal one.</summary>
    /// <param name="edges">The chosen edge of each mentee, or -1.</param>
    /// <inheritdoc cref="Verify" path="/param"/>
    public static int CountBlockingPairs(CandidateGraph graph, int[] mentorScores, int[] edges) =>
        Blocking(graph, mentorScores, edges).Count();

    /// <summary>What makes it no matching, or a matching with wrong totals; null for a right one.</summary>
    private static string? Defect(CandidateGraph graph, int[] mentorScores, StableMatching matching)
    {
        if (mentorScores.Length != graph.EdgeCount || matching.Edges.Length != graph.MenteeCount)
            return "The matching or the mentors' scores are about another graph.";
        var (used, matched, total) = (new int[graph.MentorCount], 0, 0L);
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
        {
            var edge = matching.Edges[mentee];
            if (edge == -1)
                continue;
            if (edge < graph.RowStart[mentee] || edge >= graph.RowStart[mentee + 1])
                return $"Mentee {mentee} is matched by an edge that is not theirs.";
            if (++used[graph.Mentor[edge]] > graph.Capacity[graph.Mentor[edge]])
                return $"Mentor {graph.Mentor[edge]} has more mentees than seats.";
            matched++;
            total += graph.Score[edge];
        }
        return (matched, total) == (matching.Matched, matching.TotalScore)
            ? null
            : $"The matching has {matched} pairs with a total of {total}, which is not what it states.";
    }

    private static IEnumerable<(int Mentee, int Mentor)> Blocking(CandidateGraph graph, int[] mentorScores, int[] edges)
    {
        var least = LeastGain(graph, mentorScores, edges);
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
        {
            var has = edges[mentee];
            for (var edge = graph.RowStart[mentee]; edge < graph.RowStart[mentee + 1]; edge++)
            {
                var mentor = graph.Mentor[edge];
                var menteeGains = has < 0 || (graph.Score[edge] > graph.Score[has] && mentor != graph.Mentor[has]);
                if (menteeGains && mentorScores[edge] > least[mentor])
                    yield return (mentee, mentor);
            }
        }
    }

    /// <summary>
    /// By mentor, the score that another mentee must exceed: the least of the present ones where all seats are taken,
    /// none where one is free.
    /// </summary>
    private static long[] LeastGain(CandidateGraph graph, int[] mentorScores, int[] edges)
    {
        var (least, free) = (new long[graph.MentorCount], graph.Capacity.ToArray());
        Array.Fill(least, long.MaxValue);
        foreach (var edge in edges.Where(edge => edge >= 0))
        {
            var mentor = graph.Mentor[edge];
            least[mentor] = Math.Min(least[mentor], mentorScores[edge]);
            free[mentor]--;
        }
        for (var mentor = 0; mentor < least.Length; mentor++)
        {
            if (free[mentor] > 0)
                least[mentor] = long.MinValue;
        }
        return least;
    }
}
