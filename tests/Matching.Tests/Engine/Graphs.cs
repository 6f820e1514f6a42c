using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Tests.Engine;

/// <summary>Small graphs of every kind, and all that can be chosen from them.</summary>
internal static class Graphs
{
    public static CandidateGraph Of(int[] seats, params (int Mentor, int Score)[][] rows)
    {
        var start = rows.Aggregate(new List<int> { 0 }, (starts, row) => [.. starts, starts[^1] + row.Length]);
        var edges = rows.SelectMany(row => row).ToArray();
        return new([.. seats], [.. start], [.. edges.Select(e => e.Mentor)], [.. edges.Select(e => e.Score)]);
    }

    /// <summary>
    /// Up to 5 mentees and 4 mentors; few distinct scores make ties common; empty rows, closed mentors, double edges
    /// occur.
    /// </summary>
    public static CandidateGraph Random(int seed)
    {
        var random = new Random(seed);
        var seats = Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(0, 4)).ToArray();
        var (density, top, least) = (
            random.NextDouble(),
            random.Next(2) == 0 ? 3 : 1_000_001,
            random.Next(5) == 0 ? -3 : 0
        );
        var rows = Enumerable
            .Range(0, random.Next(0, 6))
            .Select(_ =>
                Enumerable
                    .Range(0, seats.Length * 2)
                    .Where(edge => random.NextDouble() < (edge < seats.Length ? density : 0.1))
                    .Select(edge => (edge % seats.Length, random.Next(least, top)))
                    .ToArray()
            );
        return Of(seats, [.. rows]);
    }

    /// <summary>Every way to give mentees edges of theirs within the mentors' seats.</summary>
    public static IEnumerable<int[]> EveryChoice(CandidateGraph graph)
    {
        return From(0, [], [.. graph.Capacity]);

        IEnumerable<int[]> From(int mentee, int[] chosen, int[] seats)
        {
            if (mentee == graph.MenteeCount)
                return [chosen];
            var row = Enumerable.Range(graph.RowStart[mentee], graph.RowStart[mentee + 1] - graph.RowStart[mentee]);
            return From(mentee + 1, [.. chosen, -1], seats)
                .Concat(
                    row.Where(edge => seats[graph.Mentor[edge]] > 0)
                        .SelectMany(edge =>
                        {
                            var left = seats.ToArray();
                            left[graph.Mentor[edge]]--;
                            return From(mentee + 1, [.. chosen, edge], left);
                        })
                );
        }
    }

    public static (int Matched, long Total) Worth(CandidateGraph graph, int[] chosen) =>
        (chosen.Count(edge => edge >= 0), chosen.Where(edge => edge >= 0).Sum(edge => (long)graph.Score[edge]));
}
