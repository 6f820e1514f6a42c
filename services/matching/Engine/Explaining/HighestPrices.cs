namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Many prices prove the same optimum. These are the highest of places, what the whole would lose with one place less,
/// so that what an unmatched mentee lacks is not understated. One search for shortest paths (Dijkstra 1959) on the
/// certificate's reduced costs: a place's price may rise until its mentee would rather have another or none. O(edges ×
/// log mentors), once for a result.
/// </summary>
internal sealed class HighestPrices
{
    private readonly CandidateGraph _graph;
    private readonly Assignment _assignment;
    private readonly Certificate _proof;
    private readonly long[] _rise;

    private readonly Rows _mentors;
    private readonly PriorityQueue<int, long> _frontier = new();

    private HighestPrices(CandidateGraph graph, Assignment assignment)
    {
        (_graph, _assignment, _proof) = (graph, assignment, assignment.Certificate);
        _mentors = graph.Rows.Transposed(graph.MentorCount);
        _rise = new long[graph.MentorCount];
        Array.Fill(_rise, long.MaxValue);
    }

    /// <summary>By mentor, in the units of the certificate.</summary>
    public static long[] Of(CandidateGraph graph, Assignment assignment)
    {
        var prices = new HighestPrices(graph, assignment);
        prices.Bound();
        prices.Propagate();
        // Where nothing bounds a price, people and not points would be lost: it stays.
        for (var mentor = 0; mentor < graph.MentorCount; mentor++)
        {
            if (prices._rise[mentor] == long.MaxValue)
                prices.Reach(mentor, 0);
        }
        prices.Propagate();
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
            if (used[mentor] < _graph.Capacity[mentor])
                Reach(mentor, 0);
        }
        for (var mentee = 0; mentee < _graph.MenteeCount; mentee++)
        {
            if (_assignment.Edges[mentee] is >= 0 and var edge && !_proof.CoveredMentees[mentee])
                Reach(
                    _graph.Mentor[edge],
                    _proof.Worth(mentee, _graph.Score[edge])
                        - _proof.MinPriceOf(mentee)
                        - _proof.MentorPrices[_graph.Mentor[edge]]
                );
        }
    }

    private void Propagate()
    {
        while (_frontier.TryDequeue(out var mentor, out var rise))
        {
            if (rise > _rise[mentor])
                continue;
            for (var at = _mentors.Start[mentor]; at < _mentors.Start[mentor + 1]; at++)
                Follow(_mentors.Other[at], mentor, _mentors.Score[at], rise);
        }
    }

    /// <summary>Whoever could come to this mentor would rather do so than pay more where they are.</summary>
    private void Follow(int mentee, int mentor, int score, long rise)
    {
        if (
            _assignment.Edges[mentee] is not (>= 0 and var chosen)
            || (_proof.CoveredMentees[mentee] && _proof.OverDemandedMentors[mentor])
        )
            return;
        var (here, there) = (_proof.MentorPrices[mentor], _proof.MentorPrices[_graph.Mentor[chosen]]);
        var slack = _proof.Worth(mentee, _graph.Score[chosen]) - there - (_proof.Worth(mentee, score) - here);
        Reach(_graph.Mentor[chosen], rise + slack);
    }

    private void Reach(int mentor, long rise)
    {
        if (rise >= _rise[mentor])
            return;
        _rise[mentor] = rise;
        _frontier.Enqueue(mentor, rise);
    }
}
