namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Assigns mentees to mentors' seats: the greatest number matched and, among those, the greatest total score, exactly, in integers, with
/// a certificate. A maximum matching splits the graph in two parts that no optimal assignment connects. Where mentees outnumber places
/// every place is filled, so mentors choose; elsewhere every mentee is matched, so mentees choose. In each part the two-level objective
/// has become a plain transport problem on scores alone.
/// </summary>
public static class AssignmentSolver
{
    /// <summary>Stored with a run: the same version gives the same bytes for the same graph.</summary>
    public const string Version = "1";

    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Assignment Solve(CandidateGraph graph, CancellationToken ct = default)
    {
        var matching = MaximumCardinality.Of(graph, ct);
        var (competing, overDemanded) = (matching.OverDemandedMentees, matching.OverDemandedMentors);
        var mentees = new Side(MenteeOfEdge(graph), Enumerable.Repeat(1, graph.MenteeCount).ToArray());
        var mentors = new Side(graph.Mentor, graph.Seats);
        var edges = new int[graph.MenteeCount];
        Array.Fill(edges, -1);

        void Settle(Side rows, Side columns, Func<int, bool> inPart)
        {
            foreach (var edge in Ship(graph, rows, columns, inPart, ct))
                edges[mentees.OfEdge[edge]] = edge;
        }
        Settle(mentors, mentees, edge => competing[mentees.OfEdge[edge]]);
        Settle(mentees, mentors, edge => !competing[mentees.OfEdge[edge]] && !overDemanded[graph.Mentor[edge]]);

        var chosen = edges.Where(edge => edge >= 0).ToArray();
        var proof = new Certificate([.. competing.Select(over => !over)], overDemanded, mentees.Prices, mentors.Prices);
        return new Assignment(edges, chosen.Length, chosen.Sum(edge => (long)graph.Score[edge]), proof);
    }

    /// <summary>Ships every unit of the rows that have edges in the part, adds the prices, and gives the chosen edges.</summary>
    private static int[] Ship(CandidateGraph graph, Side rows, Side columns, Func<int, bool> inPart, CancellationToken ct)
    {
        var (start, part) = ByRow(rows, Enumerable.Range(0, graph.EdgeCount).Where(inPart));
        var transport = new Transport(
            columns.Units, start, Array.ConvertAll(part, e => columns.OfEdge[e]), Array.ConvertAll(part, e => graph.Score[e]));
        for (var row = 0; row < rows.Units.Length; row++)
        {
            for (var unit = 0; unit < rows.Units[row] && start[row] < start[row + 1]; unit++)
            {
                ct.ThrowIfCancellationRequested();
                transport.Ship(row);
            }
        }
        rows.Add(transport.RowPrice);
        columns.Add(transport.ColumnPrice);
        return [.. transport.Chosen.Select(at => part[at])];
    }

    private static (int[] Start, int[] Edges) ByRow(Side rows, IEnumerable<int> part)
    {
        var start = new int[rows.Units.Length + 1];
        foreach (var edge in part)
            start[rows.OfEdge[edge] + 1]++;
        for (var row = 0; row < rows.Units.Length; row++)
            start[row + 1] += start[row];
        var (next, edges) = (start.ToArray(), new int[start[^1]]);
        foreach (var edge in part)
            edges[next[rows.OfEdge[edge]]++] = edge;
        return (start, edges);
    }

    private static int[] MenteeOfEdge(CandidateGraph graph)
    {
        var mentees = new int[graph.EdgeCount];
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
            mentees.AsSpan(graph.RowStart[mentee]..graph.RowStart[mentee + 1]).Fill(mentee);
        return mentees;
    }

    /// <summary>Mentees or mentors, in either role: whose end an edge is, how many units each has, and the prices found.</summary>
    private sealed record Side(int[] OfEdge, int[] Units)
    {
        public long[] Prices { get; } = new long[Units.Length];

        public void Add(long[] prices)
        {
            for (var i = 0; i < prices.Length; i++)
                Prices[i] += prices[i];
        }
    }
}
