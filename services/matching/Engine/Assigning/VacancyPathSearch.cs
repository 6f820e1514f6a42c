namespace PeerNetwork.Matching.Engine;

/// <summary>
/// A seat with a price has become free. One search for the shortest path of reduced costs (Dijkstra 1959; Edmonds and
/// Karp 1972) finds the mentee who takes it, the mentee who takes the seat that the first one leaves, and so on, until
/// a seat stays free or a mentee without a seat takes it. O(edges × log mentees) at worst; it reads the rows of the
/// mentors on its way.
/// </summary>
internal sealed class VacancyPathSearch(PricedAssignment state)
{
    private readonly Labels _mentees = new();
    private readonly Labels _mentors = new();
    private readonly PriorityQueue<int, long> _frontier = new();
    private long _best;
    private (int Mentor, int Mentee) _end;

    public void Offer(int mentor)
    {
        _mentees.Begin(state.Profit.Count);
        _mentors.Begin(state.Price.Count);
        _frontier.Clear();
        _best = long.MaxValue;
        Enter(mentor, 0, PricedAssignment.None);
        while (_frontier.TryDequeue(out var mentee, out var distance) && distance < _best)
        {
            if (distance == _mentees.Distance(mentee) && !_mentors.Has(state.MentorOf(mentee)))
                Enter(state.MentorOf(mentee), distance, mentee);
        }
        Reprice();
        Reassign();
    }

    private void Enter(int mentor, long distance, int leaver)
    {
        _mentors.Set(mentor, distance, leaver);
        if (distance + state.Price[mentor] < _best)
            (_best, _end) = (distance + state.Price[mentor], (mentor, PricedAssignment.None));
        var mentees = state.Mentors.Others(mentor);
        var scores = state.Mentors.Scores(mentor);
        for (var at = 0; at < mentees.Length; at++)
            Reach(mentees[at], distance + state.Slack(mentees[at], mentor, scores[at]), mentor);
    }

    private void Reach(int mentee, long distance, int mentor)
    {
        if (distance >= _best || !_mentees.Improves(mentee, distance))
            return;
        _mentees.Set(mentee, distance, mentor);
        if (state.MentorOf(mentee) != PricedAssignment.None)
            _frontier.Enqueue(mentee, distance);
        else if (distance + state.Profit[mentee] < _best)
            (_best, _end) = (distance + state.Profit[mentee], (PricedAssignment.None, mentee));
    }

    private void Reprice()
    {
        foreach (var mentor in _mentors.Reached)
            state.Price[mentor] -= Math.Max(0, _best - _mentors.Distance(mentor));
        foreach (var mentee in _mentees.Reached)
            state.Profit[mentee] += Math.Max(0, _best - _mentees.Distance(mentee));
    }

    /// <summary>Backwards from the end: each on the path takes the seat from which it was reached.</summary>
    private void Reassign()
    {
        var mentee = _end.Mentee != PricedAssignment.None ? _end.Mentee : _mentors.From(_end.Mentor);
        while (mentee != PricedAssignment.None)
        {
            state.Unassign(mentee);
            state.Assign(mentee, _mentees.From(mentee));
            mentee = _mentors.From(_mentees.From(mentee));
        }
    }
}
