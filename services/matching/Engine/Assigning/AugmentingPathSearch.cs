namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Somebody is to be matched. Finds, by one search for the shortest path of reduced costs (Dijkstra 1959; Edmonds and
/// Karp 1972), whose place they take and whose place that person takes, until one finds a free seat or stays unmatched.
/// Where a group may leave no more people unmatched, matching another of the group makes up for the one who lost the
/// place. O(edges × log mentors) at worst; it reads the rows of the mentees on its way.
/// </summary>
internal sealed class AugmentingPathSearch(PricedAssignment state, GroupShares? shares = null)
{
    private readonly Labels _mentees = new();
    private readonly Labels _mentors = new();
    private readonly Labels _groups = new();
    private readonly PriorityQueue<(bool IsGroup, int At), long> _frontier = new();
    private long _best;
    private (int Mentor, int Mentee)? _end;

    /// <summary>
    /// Matches this mentee, who has the greatest profit so far, or leaves the mentee unmatched where that is optimal.
    /// </summary>
    public void Place(int mentee)
    {
        Begin();
        (_best, _end) = (state.Profit[mentee], (PricedAssignment.None, mentee));
        Follow(mentee, 0, PricedAssignment.None);
        Run();
    }

    /// <summary>Matches one more of a group than now; false where no place can be freed for it.</summary>
    public bool MatchOneMoreOf(int group)
    {
        Begin();
        (_best, _end) = (long.MaxValue, null);
        FollowGroup(group, 0, PricedAssignment.None);
        return Run();
    }

    private void Begin()
    {
        _mentees.Begin(state.Profit.Count);
        _mentors.Begin(state.Price.Count);
        _groups.Begin(shares?.Count ?? 0);
        _frontier.Clear();
    }

    private bool Run()
    {
        while (_frontier.TryDequeue(out var node, out var distance) && distance < _best)
        {
            if (node.IsGroup && distance == _groups.Distance(node.At))
                FollowGroup(node.At, distance, _groups.From(node.At));
            else if (!node.IsGroup && distance == _mentors.Distance(node.At))
                FollowHolders(node.At, distance);
        }
        if (_end is not { } end)
            return false;
        Reprice();
        Reassign(end);
        return true;
    }

    private void FollowHolders(int mentor, long distance)
    {
        foreach (var mentee in state.Holders(mentor))
        {
            if (_mentees.Has(mentee))
                continue;
            Unmatch(mentee, distance);
            Follow(mentee, distance, PricedAssignment.None);
        }
    }

    /// <summary>All unmatched people of a group are as near as the group itself.</summary>
    private void FollowGroup(int group, long distance, int from)
    {
        _groups.Set(group, distance, from);
        foreach (var mentee in shares!.Unmatched(group))
        {
            if (!_mentees.Has(mentee))
                Follow(mentee, distance, group);
        }
    }

    private void Follow(int mentee, long distance, int group)
    {
        _mentees.Set(mentee, distance, group);
        var mentors = state.Mentees.Others(mentee);
        var scores = state.Mentees.Scores(mentee);
        for (var at = 0; at < mentors.Length; at++)
            Reach(mentors[at], distance + state.Slack(mentee, mentors[at], scores[at]), mentee);
    }

    private void Reach(int mentor, long distance, int mentee)
    {
        if (distance >= _best || !_mentors.Improves(mentor, distance))
            return;
        _mentors.Set(mentor, distance, mentee);
        _frontier.Enqueue((false, mentor), distance);
        if (state.HasFreeCapacity(mentor) && distance + state.Price[mentor] < _best)
            (_best, _end) = (distance + state.Price[mentor], (mentor, PricedAssignment.None));
    }

    private void Unmatch(int mentee, long distance)
    {
        var cost = distance + state.Profit[mentee];
        if (shares is null || shares.MaySpare(mentee))
        {
            if (cost < _best)
                (_best, _end) = (cost, (PricedAssignment.None, mentee));
            return;
        }
        var group = shares.GroupOf(mentee);
        cost += shares.Price(group);
        if (cost >= _best || !_groups.Improves(group, cost))
            return;
        _groups.Set(group, cost, mentee);
        _frontier.Enqueue((true, group), cost);
    }

    private void Reprice()
    {
        foreach (var mentee in _mentees.Reached)
            state.Profit[mentee] -= Math.Max(0, _best - _mentees.Distance(mentee));
        foreach (var mentor in _mentors.Reached)
            state.Price[mentor] += Math.Max(0, _best - _mentors.Distance(mentor));
        foreach (var group in _groups.Reached)
            shares!.Raise(group, Math.Max(0, _best - _groups.Distance(group)));
    }

    /// <summary>
    /// Backwards from the end: each on the path takes the place through which the next one was reached.
    /// </summary>
    private void Reassign((int Mentor, int Mentee) end)
    {
        var place = end.Mentor;
        if (end.Mentee != PricedAssignment.None)
            place = Release(end.Mentee);
        while (place != PricedAssignment.None)
        {
            var mentee = _mentors.From(place);
            var left = state.Unassign(mentee);
            if (left == PricedAssignment.None)
            {
                shares?.Matched(mentee);
                var bumped =
                    _mentees.From(mentee) is var group && group != PricedAssignment.None
                        ? _groups.From(group)
                        : PricedAssignment.None;
                left = bumped == PricedAssignment.None ? PricedAssignment.None : Release(bumped);
            }
            state.Assign(mentee, place);
            place = left;
        }
    }

    private int Release(int mentee)
    {
        var place = state.Unassign(mentee);
        if (place != PricedAssignment.None)
            shares?.NoLongerMatched(mentee);
        return place;
    }
}
