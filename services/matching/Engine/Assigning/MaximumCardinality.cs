namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Matches as many mentees as seats allow, by augmenting paths, and finds the over-demanded part (Dulmage and Mendelsohn 1958): every
/// mentee and mentor that an alternating path reaches from an unmatched mentee. Worst case O(mentees × edges), in practice near O(edges):
/// most mentees find a free seat at once, and a search that fails removes all it saw from later searches.
/// </summary>
internal sealed class MaximumCardinality
{
    private readonly CandidateGraph _graph;
    private readonly int[] _edge;
    private readonly List<int>[] _occupants;

    // The search that last saw a mentor, and the mentee from which it did.
    private readonly int[] _seenBy;
    private readonly int[] _reachedFrom;
    private readonly List<int> _queue = [];
    private readonly List<int> _seen = [];

    private MaximumCardinality(CandidateGraph graph)
    {
        _graph = graph;
        _edge = new int[graph.MenteeCount];
        Array.Fill(_edge, -1);
        _occupants = [.. graph.Seats.Select(_ => new List<int>())];
        _seenBy = new int[graph.MentorCount];
        Array.Fill(_seenBy, -1);
        _reachedFrom = new int[graph.MentorCount];
        OverDemandedMentees = new bool[graph.MenteeCount];
        OverDemandedMentors = new bool[graph.MentorCount];
    }

    public bool[] OverDemandedMentees { get; }
    public bool[] OverDemandedMentors { get; }

    public static MaximumCardinality Of(CandidateGraph graph, CancellationToken ct)
    {
        var matching = new MaximumCardinality(graph);
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
            matching.TakeFreeSeat(mentee);
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
        {
            ct.ThrowIfCancellationRequested();
            if (matching._edge[mentee] < 0)
                matching.Augment(mentee);
        }
        return matching;
    }

    private void TakeFreeSeat(int mentee)
    {
        for (var edge = _graph.RowStart[mentee]; edge < _graph.RowStart[mentee + 1] && _edge[mentee] < 0; edge++)
        {
            if (HasFreeSeat(_graph.Mentor[edge]))
                Seat(mentee, _graph.Mentor[edge]);
        }
    }

    /// <summary>Breadth first from an unmatched mentee to the nearest free seat; each mentee on the way moves one mentor along.</summary>
    private void Augment(int root)
    {
        _queue.Clear();
        _seen.Clear();
        _queue.Add(root);
        for (var next = 0; next < _queue.Count; next++)
        {
            var mentee = _queue[next];
            for (var edge = _graph.RowStart[mentee]; edge < _graph.RowStart[mentee + 1]; edge++)
            {
                var mentor = _graph.Mentor[edge];
                if (_seenBy[mentor] == root || OverDemandedMentors[mentor])
                    continue;
                (_seenBy[mentor], _reachedFrom[mentor]) = (root, mentee);
                if (HasFreeSeat(mentor))
                {
                    Shift(root, mentor);
                    return;
                }
                _seen.Add(mentor);
                _queue.AddRange(_occupants[mentor]);
            }
        }
        // Nothing reached here has a way to a free seat, and no later augmentation can give it one.
        foreach (var mentee in _queue)
            OverDemandedMentees[mentee] = true;
        foreach (var mentor in _seen)
            OverDemandedMentors[mentor] = true;
    }

    private void Shift(int root, int mentor)
    {
        while (true)
        {
            var mentee = _reachedFrom[mentor];
            var left = _edge[mentee] < 0 ? -1 : _graph.Mentor[_edge[mentee]];
            Seat(mentee, mentor);
            if (mentee == root)
                return;
            _occupants[left].Remove(mentee);
            mentor = left;
        }
    }

    private void Seat(int mentee, int mentor)
    {
        _edge[mentee] = _graph.EdgeOf(mentee, mentor);
        _occupants[mentor].Add(mentee);
    }

    private bool HasFreeSeat(int mentor) => _occupants[mentor].Count < _graph.Seats[mentor];
}
