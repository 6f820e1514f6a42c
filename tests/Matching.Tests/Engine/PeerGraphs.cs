using FsCheck;
using FsCheck.Fluent;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Tests.Engine;

/// <summary>Small graphs of peers of every kind, and the best that can be chosen from them.</summary>
internal static class PeerGraphs
{
    /// <summary>Up to 9 people, from no edge to all of them; people without edges and double edges occur.</summary>
    public static Gen<PeerEdge[]> EdgesAmong(int people, int most) =>
        people < 2
            ? Gen.Constant(Array.Empty<PeerEdge>())
            : Scores.SelectMany(score =>
                (
                    from one in Gen.Choose(0, people - 1)
                    from step in Gen.Choose(1, people - 1)
                    from points in score
                    select new PeerEdge(one, (one + step) % people, points)
                )
                    .ArrayOf()
                    .Resize(most)
            );

    public static Gen<PeerGraph> Tiny =>
        from people in Gen.Choose(0, 9)
        from edges in EdgesAmong(people, people * 4)
        select new PeerGraph(people, edges);

    /// <summary>
    /// Cycles of 3, 5 and 7 people with high scores, joined by edges with low ones: blossoms within blossoms are
    /// common.
    /// </summary>
    public static Gen<PeerGraph> OddCycles(int mostCycles) =>
        from sizes in Gen.Elements(3, 3, 5, 7).NonEmptyListOf().Resize(mostCycles)
        let people = sizes.Sum()
        from scores in Gen.Choose(6, 9).ArrayOf(people)
        from between in EdgesAmong(people, people)
        select new PeerGraph(
            people,
            [
                .. Cycles([.. sizes]).Select((ends, edge) => new PeerEdge(ends.One, ends.Other, scores[edge])),
                .. between.Select(edge => edge with { Score = edge.Score % 7 }),
            ]
        );

    public static Gen<PeerGraph> Large =>
        from people in Gen.Choose(50, 300)
        from edges in EdgesAmong(people, people * 5)
        select new PeerGraph(people, edges);

    /// <summary>The most pairs and the greatest total score with them, by trying everything.</summary>
    public static (int Pairs, long Total) Best(PeerGraph graph)
    {
        var known = new Dictionary<int, (int, long)>();
        return From(0);

        (int Pairs, long Total) From(int used)
        {
            var person = int.TrailingZeroCount(~used);
            if (person >= graph.PeopleCount)
                return (0, 0);
            if (known.TryGetValue(used, out var best))
                return best;
            best = From(used | (1 << person));
            for (var edge = graph.RowStart[person]; edge < graph.RowStart[person + 1]; edge++)
            {
                if ((used & (1 << graph.Other[edge])) != 0)
                    continue;
                var (pairs, total) = From(used | (1 << person) | (1 << graph.Other[edge]));
                best = Max(best, (pairs + 1, total + graph.Score[edge]));
            }
            return known[used] = best;
        }

        static (int, long) Max((int, long) one, (int, long) other) => one.CompareTo(other) > 0 ? one : other;
    }

    /// <summary>What the partners amount to; null where they are not pairs of the graph.</summary>
    public static (int Pairs, long Total)? Worth(PeerGraph graph, int[] partners)
    {
        var (pairs, total) = (0, 0L);
        for (var person = 0; person < partners.Length; person++)
        {
            if (partners[person] is var partner && partner < 0)
                continue;
            if (partners[partner] != person || graph.EdgeOf(person, partner) < 0)
                return null;
            if (person < partner)
                (pairs, total) = (pairs + 1, total + graph.Score[graph.EdgeOf(person, partner)]);
        }
        return (pairs, total);
    }

    public static PeerEdge[] Edges(PeerGraph graph) =>
        [
            .. Enumerable
                .Range(0, graph.PeopleCount)
                .SelectMany(person =>
                    Enumerable
                        .Range(graph.RowStart[person], graph.RowStart[person + 1] - graph.RowStart[person])
                        .Where(edge => graph.Other[edge] > person)
                        .Select(edge => new PeerEdge(person, graph.Other[edge], graph.Score[edge]))
                ),
        ];

    private static IEnumerable<(int One, int Other)> Cycles(int[] sizes)
    {
        var first = 0;
        foreach (var size in sizes)
        {
            for (var person = 0; person < size; person++)
                yield return (first + person, first + ((person + 1) % size));
            first += size;
        }
    }

    /// <summary>Of one graph: as factors give them, a few different ones, or 0 alone.</summary>
    private static Gen<Gen<int>> Scores =>
        Gen.Frequency(
            (3, Gen.Constant(Gen.Choose(0, PeerGraph.MaxScore))),
            (2, Gen.Constant(Gen.Choose(0, 3))),
            (1, Gen.Constant(Gen.Choose(0, 20))),
            (1, Gen.Constant(Gen.Constant(0)))
        );
}
