namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Stable matching of mentees and mentors with capacities, known as hospitals and residents (Gale and Shapley 1962).
/// Both sides prefer the greater score; a pair that is no edge is not permitted. Of equal scores the edge with the
/// lower position counts as better, on both sides; where rows ascend, that is the mentor or mentee with the lower
/// position. The result is stable for the order so made, and therefore weakly stable for the scores: no mentee and
/// mentor both gain a strictly greater score by a match with each other. O(edges × log(edges of a person)) at worst;
/// 13 bytes per edge beyond the graph and the mentors' scores, and 8 per place.
/// </summary>
public static class StableSolver
{
    /// <summary>Stored with a run: the same version gives the same bytes for the same graph.</summary>
    public const string Version = "1";

    /// <summary>
    /// Mentees propose: each mentee gets the best mentor that any stable matching gives them, ties broken as above.
    /// </summary>
    /// <param name="mentorScores">By edge of the graph: what the mentee is worth to the mentor.</param>
    /// <exception cref="ArgumentException">Not one score for each edge, or a pair has several edges.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static StableMatching MenteesPropose(
        CandidateGraph graph,
        int[] mentorScores,
        CancellationToken ct = default
    )
    {
        RequireOneScorePerPair(graph, mentorScores);
        var (mentees, mentors) = Sides(graph, mentorScores);
        return From(graph, new DeferredAcceptance(mentees, mentors).Run(ct));
    }

    /// <summary>
    /// Mentors propose: each mentor gets the best mentees, and each mentee the worst mentor, that any stable matching
    /// gives them, ties broken as above.
    /// </summary>
    /// <inheritdoc cref="MenteesPropose" path="/param|/exception"/>
    public static StableMatching MentorsPropose(
        CandidateGraph graph,
        int[] mentorScores,
        CancellationToken ct = default
    )
    {
        RequireOneScorePerPair(graph, mentorScores);
        var (mentees, mentors) = Sides(graph, mentorScores);
        return From(graph, new DeferredAcceptance(mentors, mentees).Run(ct));
    }

    private static (StableSide Mentees, StableSide Mentors) Sides(CandidateGraph graph, int[] mentorScores)
    {
        var (menteeOf, one) = (new int[graph.EdgeCount], new int[graph.MenteeCount]);
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
            menteeOf.AsSpan(graph.RowStart[mentee]..graph.RowStart[mentee + 1]).Fill(mentee);
        Array.Fill(one, 1);
        return (new(menteeOf, graph.Score, one), new(graph.Mentor, mentorScores, graph.Capacity));
    }

    private static StableMatching From(CandidateGraph graph, bool[] chosen)
    {
        var (edges, matched, total) = (new int[graph.MenteeCount], 0, 0L);
        for (var mentee = 0; mentee < edges.Length; mentee++)
        {
            edges[mentee] = -1;
            for (var edge = graph.RowStart[mentee]; edge < graph.RowStart[mentee + 1]; edge++)
            {
                if (!chosen[edge])
                    continue;
                edges[mentee] = edge;
                matched++;
                total += graph.Score[edge];
            }
        }
        return new(edges, matched, total);
    }

    private static void RequireOneScorePerPair(CandidateGraph graph, int[] mentorScores)
    {
        if (mentorScores.Length != graph.EdgeCount)
            throw new ArgumentException("There must be one mentor's score for each edge.", nameof(mentorScores));
        var last = new int[graph.MentorCount];
        Array.Fill(last, -1);
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
        {
            foreach (var mentor in graph.Rows.Of(mentee))
            {
                if (last[mentor] == mentee)
                    throw new ArgumentException(
                        $"Mentee {mentee} and mentor {mentor} have several edges.",
                        nameof(graph)
                    );
                last[mentor] = mentee;
            }
        }
    }
}
