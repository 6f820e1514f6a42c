namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Pairs reciprocal peers, each with at most one other: the greatest number of pairs and, among those, the greatest
/// total score, exactly, in integers, with a certificate. The assignment of the double cover gives prices and all pairs
/// but those of a few odd cycles; one primal-dual search with blossoms for each of these does the rest. The searches
/// cost O(cycles × (edges × log(edges) + people²)) at worst, in practice a small part of what the assignment costs.
/// </summary>
public static class PeerSolver
{
    /// <summary>Stored with a run: the same version gives the same bytes for the same graph.</summary>
    public const string Version = "1";

    /// <param name="progress">Told now and then, on the calling thread.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static PeerMatching Solve(
        PeerGraph graph,
        IProgress<MatchingProgress>? progress = null,
        CancellationToken ct = default
    )
    {
        // Prices of the assignment differ by a few times the scores along a path through all people at most, so this is
        // more than any sum of them that could make a price negative.
        var pairWorth = 8L * (graph.PeopleCount + 2L) * (PeerGraph.MaxScore + 1);
        var (partners, prices) = DoubleCover.Solve(graph, pairWorth, progress, ct);
        var forest = new BlossomForest(partners, prices);
        var tree = new AlternatingTree(forest, pairWorth);
        var search = new PeerSearch(graph, forest, tree);
        for (var person = 0; person < partners.Length; person++)
        {
            if (partners[person] < 0 && forest.PriceOf(person) > 0)
                search.From(person, ct);
        }
        return Result(graph, partners, Proof(forest, tree, pairWorth));
    }

    /// <summary>Blossoms of weight 0 prove nothing and are left out; outer ones get their number first.</summary>
    private static PeerCertificate Proof(BlossomForest forest, AlternatingTree tree, long pairWorth)
    {
        var (numbers, blossoms, inside) = (new int?[forest.NodeCount], new List<Blossom>(), new Stack<int>());
        var people = Enumerable.Range(0, forest.PeopleCount).ToArray();
        return new(
            pairWorth,
            [.. people.Select(forest.PriceOf)],
            [.. people.Select(person => NumberOf(forest.Parent[person]))],
            [.. blossoms]
        );

        int NumberOf(int node)
        {
            for (; node != BlossomForest.None && numbers[node] is null; node = forest.Parent[node])
                inside.Push(node);
            var number = node == BlossomForest.None ? -1 : numbers[node]!.Value;
            while (inside.TryPop(out var blossom))
            {
                if (tree.Weight(blossom) is > 0 and var weight)
                {
                    blossoms.Add(new(number, weight));
                    number = blossoms.Count - 1;
                }
                numbers[blossom] = number;
            }
            return number;
        }
    }

    private static PeerMatching Result(PeerGraph graph, int[] partners, PeerCertificate proof)
    {
        var (pairs, total) = (0, 0L);
        for (var person = 0; person < partners.Length; person++)
        {
            if (partners[person] > person)
                (pairs, total) = (pairs + 1, total + graph.Score[graph.EdgeOf(person, partners[person])]);
        }
        return new(partners, pairs, total, proof);
    }
}
