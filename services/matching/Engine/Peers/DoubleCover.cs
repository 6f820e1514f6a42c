namespace PeerNetwork.Matching.Engine;

/// <summary>
/// The fractional optimum of a graph, by an assignment in its double cover: each person is there twice, as mentee and
/// as mentor, and each pair in both directions. The assignment falls apart into paths and cycles of people. All but the
/// odd cycles are matched at once; an odd cycle leaves one person without a partner (Balinski 1965).
/// </summary>
internal static class DoubleCover
{
    /// <summary>
    /// Partners, -1 for none, and prices of people, doubled: they cover twice the worth of each edge and exactly that
    /// of each pair; only people whom odd cycles leave over have a price and no partner.
    /// </summary>
    public static (int[] Partners, long[] Prices) Solve(
        PeerGraph graph,
        long pairWorth,
        IProgress<MatchingProgress>? progress,
        CancellationToken ct
    )
    {
        var places = new int[graph.PeopleCount];
        Array.Fill(places, 1);
        var cover = new CandidateGraph(places, graph.RowStart, graph.Other, graph.Score);
        var solved = AssignmentSolver.Solve(cover, progress, ct: ct);
        var proof = solved.Certificate;
        var prices = new long[graph.PeopleCount];
        for (var person = 0; person < prices.Length; person++)
        {
            prices[person] = proof.MenteePrices[person] + proof.MentorPrices[person];
            prices[person] += proof.CoveredMentees[person] ? pairWorth : 0;
            prices[person] += proof.OverDemandedMentors[person] ? pairWorth : 0;
        }
        var next = Array.ConvertAll(solved.Edges, edge => edge < 0 ? -1 : graph.Other[edge]);
        return (PartnersIn(next), prices);
    }

    private static int[] PartnersIn(int[] next)
    {
        var (partners, isReached, isDone) = (new int[next.Length], new bool[next.Length], new bool[next.Length]);
        Array.Fill(partners, -1);
        foreach (var person in next)
        {
            if (person >= 0)
                isReached[person] = true;
        }
        for (var person = 0; person < next.Length; person++)
        {
            if (!isReached[person])
                Match(person, next, partners, isDone);
        }
        // What is left are cycles. An odd one starts one person later, and so leaves its first person over.
        for (var person = 0; person < next.Length; person++)
        {
            if (!isDone[person])
                Match(IsOdd(person, next) ? next[person] : person, next, partners, isDone);
        }
        return partners;
    }

    private static bool IsOdd(int start, int[] next)
    {
        var length = 1;
        for (var person = next[start]; person != start; person = next[person])
            length++;
        return length % 2 == 1;
    }

    /// <summary>Every second link of a path or a cycle becomes a pair.</summary>
    private static void Match(int start, int[] next, int[] partners, bool[] isDone)
    {
        for (var person = start; person >= 0 && !isDone[person]; )
        {
            isDone[person] = true;
            var other = next[person];
            if (other < 0 || isDone[other])
                return;
            isDone[other] = true;
            (partners[person], partners[other]) = (other, person);
            person = next[other];
        }
    }
}
