namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Matches as many mentees as seats allow (Hopcroft and Karp 1973, with seats as several places of one vertex) and
/// finds the over-demanded part (Dulmage and Mendelsohn 1958): every mentee and mentor that an alternating path reaches
/// from an unmatched mentee. Searches start from free seats: where people outnumber places these are few, and so are
/// the mentors within their reach. O(edges × √people) at worst; started from a choice of the least demanded mentors, a
/// few passes over the edges in practice.
/// </summary>
internal sealed class MaximumCardinality
{
    private const int Unseen = int.MaxValue;
    private readonly Rows _mentees;
    private readonly Rows _mentors;
    private readonly int[] _mentorOf;
    private readonly int[] _free;

    // Steps from a free seat to each mentor in the present pass; where in its row the searches have come to.
    private readonly int[] _distance;
    private readonly int[] _next;

    // Mentors in the order reached; afterwards the path of a search.
    private readonly int[] _reached;

    private MaximumCardinality(Rows mentees, Rows mentors, int[] capacity)
    {
        (_mentees, _mentors) = (mentees, mentors);
        _mentorOf = new int[mentees.Count];
        Array.Fill(_mentorOf, -1);
        _free = new int[mentors.Count];
        for (var mentor = 0; mentor < _free.Length; mentor++)
            _free[mentor] = Math.Min(capacity[mentor], mentors.Length(mentor));
        (_distance, _next, _reached) = (new int[mentors.Count], new int[mentors.Count], new int[mentors.Count]);
        OverDemandedMentees = new bool[mentees.Count];
        OverDemandedMentors = new bool[mentors.Count];
    }

    /// <summary>
    /// The mentees who compete for the seats of <see cref="OverDemandedMentors"/> and can have no others.
    /// </summary>
    public bool[] OverDemandedMentees { get; }

    /// <summary>All their seats are taken in every matching of maximum cardinality.</summary>
    public bool[] OverDemandedMentors { get; }

    public static MaximumCardinality Of(Rows mentees, Rows mentors, int[] capacity, CancellationToken ct)
    {
        var matching = new MaximumCardinality(mentees, mentors, capacity);
        matching.ChooseLeastDemanded();
        while (matching.MeasureDistances() is { } nearest)
        {
            ct.ThrowIfCancellationRequested();
            matching.AugmentWithin(nearest);
        }
        matching.MarkOverDemanded();
        return matching;
    }

    /// <summary>
    /// Gives each mentee the free seat for which fewest candidates per seat compete: most then need no augmenting path.
    /// </summary>
    private void ChooseLeastDemanded()
    {
        var demand = new float[_mentors.Count];
        for (var mentor = 0; mentor < demand.Length; mentor++)
            demand[mentor] = (float)_mentors.Length(mentor) / Math.Max(1, _free[mentor]);
        for (var mentee = 0; mentee < _mentees.Count; mentee++)
        {
            var (best, least) = (-1, float.MaxValue);
            foreach (var mentor in _mentees.Of(mentee))
            {
                if (demand[mentor] < least && _free[mentor] > 0)
                    (best, least) = (mentor, demand[mentor]);
            }
            if (best < 0)
                continue;
            _mentorOf[mentee] = best;
            _free[best]--;
        }
    }

    /// <summary>
    /// Breadth first from all free seats; the distance of the nearest unmatched mentee, or null where none is in reach.
    /// </summary>
    private int? MeasureDistances()
    {
        Array.Fill(_distance, Unseen);
        var reached = 0;
        for (var mentor = 0; mentor < _free.Length; mentor++)
        {
            if (_free[mentor] > 0)
                (_distance[mentor], _reached[reached++]) = (0, mentor);
        }
        int? nearest = null;
        for (int at = 0, level = 1; at < reached && nearest is null; level++)
        {
            for (var end = reached; at < end; at++)
            {
                foreach (var mentee in _mentors.Of(_reached[at]))
                {
                    var mentor = _mentorOf[mentee];
                    if (mentor < 0)
                        nearest = level;
                    else if (_distance[mentor] == Unseen)
                        (_distance[mentor], _reached[reached++]) = (level, mentor);
                }
            }
        }
        return nearest;
    }

    /// <summary>
    /// Disjoint shortest augmenting paths, as many as there are, by depth-first searches that never look twice at an
    /// edge.
    /// </summary>
    private void AugmentWithin(int nearest)
    {
        _mentors.Start.AsSpan(0, _next.Length).CopyTo(_next);
        for (var mentor = 0; mentor < _free.Length; mentor++)
        {
            while (_free[mentor] > 0 && Search(mentor, nearest))
                _free[mentor]--;
        }
    }

    /// <summary>The free seat goes to a mentee, whose seat goes to another, until one takes it who had none.</summary>
    private bool Search(int root, int nearest)
    {
        _reached[0] = root;
        for (var depth = 0; depth >= 0; )
        {
            var mentor = _reached[depth];
            if (_next[mentor] == _mentors.Start[mentor + 1])
            {
                depth--;
                continue;
            }
            var holder = _mentorOf[_mentors.Other[_next[mentor]++]];
            if (holder < 0 && depth + 1 == nearest)
            {
                for (; depth >= 0; depth--)
                    _mentorOf[_mentors.Other[_next[_reached[depth]] - 1]] = _reached[depth];
                return true;
            }
            if (holder >= 0 && depth + 1 < nearest && _distance[holder] == depth + 1)
                _reached[++depth] = holder;
        }
        return false;
    }

    private void MarkOverDemanded()
    {
        var (queue, reached) = (new int[_mentees.Count], 0);
        var held = Held();
        for (var mentee = 0; mentee < _mentorOf.Length; mentee++)
        {
            if (_mentorOf[mentee] < 0)
                queue[reached++] = mentee;
        }
        for (var at = 0; at < reached; at++)
        {
            OverDemandedMentees[queue[at]] = true;
            foreach (var mentor in _mentees.Of(queue[at]))
            {
                if (OverDemandedMentors[mentor])
                    continue;
                OverDemandedMentors[mentor] = true;
                foreach (var mentee in held(mentor))
                    queue[reached++] = mentee;
            }
        }
    }

    /// <summary>The mentees of each mentor.</summary>
    private Func<int, ArraySegment<int>> Held()
    {
        var start = new int[_mentors.Count + 2];
        foreach (var mentor in _mentorOf)
            start[mentor + 2]++;
        for (var mentor = 1; mentor < start.Length; mentor++)
            start[mentor] += start[mentor - 1];
        var mentees = new int[_mentorOf.Length];
        for (var mentee = 0; mentee < _mentorOf.Length; mentee++)
            mentees[start[_mentorOf[mentee] + 1]++] = mentee;
        return mentor => new(mentees, start[mentor], start[mentor + 1] - start[mentor]);
    }
}
