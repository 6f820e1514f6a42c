namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Many prices prove the same optimum. These are the highest of places, what the whole would lose with one place less, so that what an
/// unmatched mentee lacks is not understated. One search for shortest paths (Dijkstra 1959) on the certificate's reduced costs: a place's price may
/// rise until its mentee would rather have another or none. O(edges × log mentors), once for a result.
/// </summary>
internal sealed class HighestPrices
{
    private readonly CandidateGraph _graph;
    private readonly Assignment _assignment;
    private readonly Certificate _proof;
    private readonly long[] _rise;

    // The edges to mentor r by which a matched mentee could come: _edges[_start[r] .. _start[r + 1]].
    private readonly int[] _start;
    private readonly int[] _edges;
    private readonly int[] _menteeOf;
    private readonly PriorityQueue<int, long> _frontier = new();

    private HighestPrices(CandidateGraph graph, Assignment assignment)
    {
        (_graph, _assignment, _proof) = (graph, assignment, assignment.Certificate);
        _rise = new long[graph.MentorCount];
        Array.Fill(_rise, long.MaxValue);
        (_start, _edges, _menteeOf) = (new int[graph.MentorCount + 1], new int[graph.EdgeCount], new int[graph.EdgeCount]);
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
            _menteeOf.AsSpan(graph.RowStart[mentee]..graph.RowStart[mentee + 1]).Fill(mentee);
        for (var edge = 0; edge < graph.EdgeCount; edge++)
            _start[graph.Mentor[edge] + 1] += MayChange(edge) ? 1 : 0;
        for (var mentor = 0; mentor < graph.MentorCount; mentor++)
            _start[mentor + 1] += _start[mentor];
        var next = _start.AsSpan().ToArray();
        for (var edge = 0; edge < graph.EdgeCount; edge++)
        {
            if (MayChange(edge))
                _edges[next[graph.Mentor[edge]]++] = edge;
        }
    }

    private bool MayChange(int edge) => _assignment.Edges[_menteeOf[edge]] >= 0
        && !(_proof.CoveredMentees[_menteeOf[edge]] && _proof.OverDemandedMentors[_graph.Mentor[edge]]);

    /// <summary>By mentor, in the units of the certificate.</summary>
    public static long[] Of(CandidateGraph graph, Assignment assignment)
    {
        var prices = new HighestPrices(graph, assignment);
        prices.Bound();
        prices.Spread();
        // Where nothing bounds a price, people and not points would be lost: it stays.
        for (var mentor = 0; mentor < graph.MentorCount; mentor++)
        {
            if (prices._rise[mentor] == long.MaxValue)
                prices.Reach(mentor, 0);
        }
        prices.Spread();
        return [.. prices._proof.MentorPrices.Zip(prices._rise, (price, rise) => price + rise)];
    }

    /// <summary>Room is free of charge, and who may stay unmatched pays no more than the match is worth.</summary>
    private void Bound()
    {
        var used = new int[_graph.MentorCount];
        foreach (var edge in _assignment.Edges.Where(edge => edge >= 0))
            used[_graph.Mentor[edge]]++;
        for (var mentor = 0; mentor < used.Length; mentor++)
        {
            if (used[mentor] < _graph.Seats[mentor])
                Reach(mentor, 0);
        }
        for (var mentee = 0; mentee < _graph.MenteeCount; mentee++)
        {
            if (_assignment.Edges[mentee] is >= 0 and var edge && !_proof.CoveredMentees[mentee])
                Reach(_graph.Mentor[edge], _proof.Worth(mentee, _graph.Score[edge]) - _proof.LeastPriceOf(mentee) - _proof.MentorPrices[_graph.Mentor[edge]]);
        }
    }

    private void Spread()
    {
        while (_frontier.TryDequeue(out var mentor, out var rise))
        {
            if (rise > _rise[mentor])
                continue;
            foreach (var edge in _edges.AsSpan(_start[mentor].._start[mentor + 1]))
            {
                var (mentee, chosen) = (_menteeOf[edge], _assignment.Edges[_menteeOf[edge]]);
                var (here, there) = (_proof.MentorPrices[mentor], _proof.MentorPrices[_graph.Mentor[chosen]]);
                var slack = _proof.Worth(mentee, _graph.Score[chosen]) - there - (_proof.Worth(mentee, _graph.Score[edge]) - here);
                Reach(_graph.Mentor[chosen], rise + slack);
            }
        }
    }

    private void Reach(int mentor, long rise)
    {
        if (rise >= _rise[mentor])
            return;
        _rise[mentor] = rise;
        _frontier.Enqueue(mentor, rise);
    }
}

/// <summary>What a certificate's prices are about, with or without bounds on groups.</summary>
internal static class CertificateWorth
{
    public static long Worth(this Certificate proof, int mentee, int score) => proof.Groups?.Worth(mentee, score) ?? score;

    /// <summary>The price of one who stays unmatched.</summary>
    public static long LeastPriceOf(this Certificate proof, int mentee) =>
        proof.Groups is { } groups && groups.GroupOf[mentee] is >= 0 and var group ? -groups.UnmatchedPrices[group] : 0;
}
