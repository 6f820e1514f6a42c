namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Tries all groups of a small cohort, mentee by mentee, and leaves out what bounds rule out: depth-first
/// branch and bound. Beyond <see cref="MaxNodes"/> it ends with the best found so far.
/// </summary>
internal sealed class GroupExhaustiveSearch
{
    public const int MaxMentees = 14;
    private const int MaxNodes = 400_000;

    private readonly GroupGraph _graph;
    private readonly int[] _mentorOf;
    private readonly List<int>[] _members;
    private readonly long[] _placementAfter;
    private readonly long[] _totalAfter;
    private (long Placement, long Total) _best;
    private int[]? _found;
    private int _nodes;

    private GroupExhaustiveSearch(GroupState start)
    {
        _graph = start.Graph;
        _best = (start.Placement, start.TotalScore);
        _mentorOf =
        [
            .. Enumerable
                .Range(0, _graph.MentorCount)
                .SelectMany(mentor => Enumerable.Repeat(mentor, _graph.MaxGroups[mentor])),
        ];
        _members = [.. _mentorOf.Select(_ => new List<int>())];
        (_placementAfter, _totalAfter) = (new long[_graph.MenteeCount + 1], new long[_graph.MenteeCount + 1]);
        for (var mentee = _graph.MenteeCount - 1; mentee >= 0; mentee--)
        {
            var scores = _graph.Scores.Select(row => row[mentee]).Where(score => score != GroupGraph.NotPermitted);
            var (possible, best) = (scores.Any(), scores.DefaultIfEmpty(0).Max());
            // Each pair of mentees counts with the later of the two.
            var partners = Enumerable
                .Range(0, mentee)
                .Select(other => _graph.Partners.Of(mentee, other))
                .OrderDescending()
                .Take(_graph.Sizes.Max - 1)
                .Sum(value => (long)value);
            _placementAfter[mentee] = _placementAfter[mentee + 1] + (possible ? _graph.Placement(mentee) : 0);
            _totalAfter[mentee] = _totalAfter[mentee + 1] + (possible ? best + partners : 0);
        }
    }

    /// <summary>The same state where nothing better is found, or the cohort is not small.</summary>
    public static GroupState Improve(GroupState start, CancellationToken ct)
    {
        if (start.Graph.MenteeCount > MaxMentees)
            return start;
        var search = new GroupExhaustiveSearch(start);
        search.From(0, 0, 0, ct);
        return search._found is { } found ? search.StateOf(found) : start;
    }

    private void From(int mentee, long placement, long total, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (_nodes++ >= MaxNodes)
            return;
        var left = _graph.MenteeCount - mentee;
        if (
            (placement + _placementAfter[mentee], total + _totalAfter[mentee]).CompareTo(_best) <= 0
            || Missing() > left
        )
            return;
        if (left == 0)
        {
            _best = (placement, total);
            _found = [.. Enumerable.Repeat(-1, mentee)];
            for (var group = 0; group < _members.Length; group++)
            {
                foreach (var member in _members[group])
                    _found[member] = group;
            }
            return;
        }
        for (var group = 0; group < _members.Length; group++)
        {
            if (Gain(mentee, group) is not { } gain)
                continue;
            _members[group].Add(mentee);
            From(mentee + 1, placement + _graph.Placement(mentee), total + gain, ct);
            _members[group].RemoveAt(_members[group].Count - 1);
        }
        From(mentee + 1, placement, total, ct);
    }

    /// <summary>Mentees that groups need to reach the least size.</summary>
    private int Missing() => _members.Sum(members => members is [] ? 0 : Math.Max(0, _graph.Sizes.Min - members.Count));

    /// <summary>Null where the mentee may not join; of empty groups of one mentor the first alone is tried.</summary>
    private long? Gain(int mentee, int group)
    {
        var (members, score) = (_members[group], _graph.Scores[_mentorOf[group]][mentee]);
        if (score == GroupGraph.NotPermitted || members.Count == _graph.Sizes.Max)
            return null;
        if (members is [] && group > 0 && _mentorOf[group - 1] == _mentorOf[group] && _members[group - 1] is [])
            return null;
        var gain = (long)score;
        foreach (var member in members)
        {
            if (_graph.Partners.Excludes(mentee, member))
                return null;
            gain += _graph.Partners.Of(mentee, member);
        }
        return gain;
    }

    private GroupState StateOf(int[] groupOf)
    {
        var (state, opened) = (new GroupState(_graph), new Dictionary<int, int>());
        for (var mentee = 0; mentee < groupOf.Length; mentee++)
        {
            if (groupOf[mentee] is not (>= 0 and var group))
                continue;
            if (!opened.ContainsKey(group))
                opened[group] = state.Open(_mentorOf[group]);
            state.Add(mentee, opened[group]);
        }
        return state;
    }
}
