namespace PeerNetwork.Matching.Engine;

/// <summary>
/// A proof of optimality in two levels. Cardinality: mentees and mentors that together touch every edge; no assignment can match more
/// than the covered mentees plus the covered mentors' seats (Kőnig). Score: prices of a match for each mentee and of a place at each
/// mentor; by linear-programming duality no assignment of that many pairs scores more than the prices sum to.
/// </summary>
/// <param name="CoveredMentees">True where the mentee belongs to the cover; false for those who compete for too few places.</param>
/// <param name="OverDemandedMentors">True where the mentor belongs to the cover: all places are needed, whoever gets them.</param>
/// <param name="MenteePrices">In score units; what being matched is worth to this mentee's match beyond the place's price.</param>
/// <param name="MentorPrices">In score units; what one place of this mentor is worth to the whole.</param>
public sealed record Certificate(bool[] CoveredMentees, bool[] OverDemandedMentors, long[] MenteePrices, long[] MentorPrices)
{
    /// <summary>Checks the proof against the graph alone, without a solver: O(people + edges), no allocation beyond one counter per mentor.</summary>
    public static Verdict Verify(CandidateGraph graph, Assignment assignment)
    {
        var proof = assignment.Certificate;
        if (assignment.Edges.Length != graph.MenteeCount
            || proof.CoveredMentees.Length != graph.MenteeCount || proof.MenteePrices.Length != graph.MenteeCount
            || proof.OverDemandedMentors.Length != graph.MentorCount || proof.MentorPrices.Length != graph.MentorCount)
            return Verdict.Refuted("The assignment and its proof are about another graph.");
        return Capacity(graph, assignment) ?? proof.Edges(graph) ?? proof.Sums(graph, assignment) ?? Verdict.Proved;
    }

    /// <summary>Every chosen edge exists, no mentor has more mentees than seats, and the stated totals are the real ones.</summary>
    private static Verdict? Capacity(CandidateGraph graph, Assignment assignment)
    {
        var used = new int[graph.MentorCount];
        var (matched, total) = (0, 0L);
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
        {
            var edge = assignment.Edges[mentee];
            if (edge == -1)
                continue;
            if (edge < graph.RowStart[mentee] || edge >= graph.RowStart[mentee + 1])
                return Verdict.Refuted($"Mentee {mentee} is matched by an edge that is not theirs.");
            if (++used[graph.Mentor[edge]] > graph.Seats[graph.Mentor[edge]])
                return Verdict.Refuted($"Mentor {graph.Mentor[edge]} has more mentees than seats.");
            matched++;
            total += graph.Score[edge];
        }
        return matched != assignment.Matched || total != assignment.TotalScore
            ? Verdict.Refuted($"The assignment matches {matched} with a total of {total}, which is not what it states.")
            : null;
    }

    /// <summary>
    /// Each edge touches the cover, and the prices of its ends reach its score. An edge with both ends in the cover is in no
    /// assignment of maximum cardinality, so its score does not count.
    /// </summary>
    private Verdict? Edges(CandidateGraph graph)
    {
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
        {
            for (var edge = graph.RowStart[mentee]; edge < graph.RowStart[mentee + 1]; edge++)
            {
                var mentor = graph.Mentor[edge];
                if (!CoveredMentees[mentee] && !OverDemandedMentors[mentor])
                    return Verdict.Refuted($"The cover misses the edge from mentee {mentee} to mentor {mentor}.");
                if (CoveredMentees[mentee] != OverDemandedMentors[mentor]
                    && (Int128)MenteePrices[mentee] + MentorPrices[mentor] < graph.Score[edge])
                    return Verdict.Refuted($"The prices of mentee {mentee} and mentor {mentor} are below their score.");
            }
        }
        return null;
    }

    /// <summary>
    /// The bounds equal what was achieved. Covered people are in every assignment of maximum cardinality, to their last seat, so
    /// their prices may have any sign; everybody else's must not be negative for the sum to be a bound.
    /// </summary>
    private Verdict? Sums(CandidateGraph graph, Assignment assignment)
    {
        var (most, best) = (0L, (Int128)0);
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
        {
            if (!CoveredMentees[mentee] && MenteePrices[mentee] < 0)
                return Verdict.Refuted($"The price of mentee {mentee}, who may stay unmatched, is negative.");
            most += CoveredMentees[mentee] ? 1 : 0;
            best += MenteePrices[mentee];
        }
        for (var mentor = 0; mentor < graph.MentorCount; mentor++)
        {
            if (!OverDemandedMentors[mentor] && MentorPrices[mentor] < 0)
                return Verdict.Refuted($"The price of mentor {mentor}, who may keep free seats, is negative.");
            most += OverDemandedMentors[mentor] ? graph.Seats[mentor] : 0;
            best += (Int128)graph.Seats[mentor] * MentorPrices[mentor];
        }
        if (most != assignment.Matched)
            return Verdict.Refuted($"{assignment.Matched} are matched; the proof allows {most}.");
        return best != assignment.TotalScore
            ? Verdict.Refuted($"The total score is {assignment.TotalScore}; the proof allows {best}.")
            : null;
    }
}

/// <summary>What a check of a certificate found.</summary>
public sealed record Verdict(bool Holds, string Sentence)
{
    public static Verdict Proved { get; } =
        new(true, "No assignment matches more people, and none that matches as many has a greater total score.");

    public static Verdict Refuted(string sentence) => new(false, sentence);
}
