namespace PeerNetwork.Matching.Engine;

/// <summary>
/// First groups, by assignments of mentees to places: the mentors who get fewest mentees are closed until all groups
/// reach the least size. Members of one mentor's groups are then chosen one by one. It takes a few assignments.
/// </summary>
/// <param name="relaxed">An assignment on the places of all groups, whatever their size.</param>
internal sealed class GroupConstruction(GroupGraph graph, CandidateGraph places, Assignment relaxed)
{
    // Above any score, so that filling a group to its least size counts first.
    private const int Needed = 1 << 24;

    // Rounds in which only half of the deficient groups are closed; after these all are.
    private const int MaxRounds = 10;

    private readonly int _min = graph.Sizes.Min;

    /// <param name="perGroup">How many mentees there are to a group, at first.</param>
    public GroupState Construct(int perGroup, CancellationToken ct)
    {
        var groups = ChooseMentors(perGroup);
        for (var round = 1; ; round++)
        {
            ct.ThrowIfCancellationRequested();
            var mentorOf = Assign(groups, ct);
            var counts = new int[groups.Length];
            foreach (var mentor in mentorOf.Where(mentor => mentor >= 0))
                counts[mentor]++;
            int[] deficient =
            [
                .. Enumerable
                    .Range(0, groups.Length)
                    .Where(mentor => counts[mentor] < groups[mentor] * _min)
                    .OrderBy(mentor => counts[mentor] - ((groups[mentor] - 1) * _min))
                    .ThenBy(mentor => mentor),
            ];
            if (deficient is [])
                return Form(mentorOf, groups);
            var share = round < MaxRounds ? (deficient.Length + 1) / 2 : deficient.Length;
            foreach (var mentor in deficient.Take(share))
                groups[mentor]--;
        }
    }

    /// <summary>The mentors whom most want where no group has a least size; those of locked mentees first.</summary>
    private int[] ChooseMentors(int perGroup)
    {
        var (count, score) = (new int[graph.MentorCount], new long[graph.MentorCount]);
        var locked = new bool[graph.MentorCount];
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
        {
            if (relaxed.Edges[mentee] is not (>= 0 and var edge))
                continue;
            var mentor = places.Mentor[edge];
            (count[mentor], score[mentor]) = (count[mentor] + 1, score[mentor] + places.Score[edge]);
            locked[mentor] |= graph.Locked[mentee];
        }
        var (left, groups) = ((relaxed.Matched + perGroup - 1) / perGroup, new int[graph.MentorCount]);
        foreach (
            var mentor in Enumerable
                .Range(0, groups.Length)
                .OrderByDescending(mentor => locked[mentor])
                .ThenByDescending(mentor => score[mentor])
                .ThenBy(mentor => mentor)
        )
        {
            var wanted = Math.Max(1, count[mentor] / perGroup);
            groups[mentor] = Math.Min(Math.Min(wanted, graph.MaxGroups[mentor]), left);
            left -= groups[mentor];
        }
        return groups;
    }

    /// <summary>
    /// The mentor of each mentee, or -1. Places that a group needs and further ones are two mentors of one assignment.
    /// </summary>
    private int[] Assign(int[] groups, CancellationToken ct)
    {
        var once = graph.Places(groups, seats: 1);
        var (start, extra) = (once.RowStart, graph.Sizes.Max - _min);
        int[] capacity =
        [
            .. groups.SelectMany(count =>
                new[]
                {
                    (int)Math.Min(graph.MenteeCount, (long)count * _min),
                    Math.Min(graph.MenteeCount, count * extra),
                }
            ),
        ];
        var twice = new CandidateGraph(
            capacity,
            [.. start.Select(edge => 2 * edge)],
            [.. once.Mentor.SelectMany(mentor => new[] { 2 * mentor, (2 * mentor) + 1 })],
            [.. once.Score.SelectMany(score => new[] { Needed + score, score })]
        );
        var assignment = AssignmentSolver.Solve(twice, ct: ct);
        return [.. assignment.Edges.Select(edge => edge < 0 ? -1 : twice.Mentor[edge] / 2)];
    }

    private GroupState Form(int[] mentorOf, int[] groups)
    {
        var state = new GroupState(graph);
        var mentees = Enumerable.Range(0, mentorOf.Length).ToLookup(mentee => mentorOf[mentee]);
        for (var mentor = 0; mentor < groups.Length; mentor++)
        {
            if (groups[mentor] == 0)
                continue;
            int[] own = [.. mentees[mentor].OrderByDescending(mentee => graph.Locked[mentee]).ThenBy(mentee => mentee)];
            Distribute(state, mentor, own, Math.Min(groups[mentor], own.Length / _min));
        }
        return state;
    }

    /// <summary>Each mentee joins the smallest groups' best; one whom exclusions keep out of all stays out.</summary>
    private void Distribute(GroupState state, int mentor, int[] mentees, int count)
    {
        var groups = Enumerable.Range(0, count).Select(_ => state.Open(mentor)).ToArray();
        foreach (var mentee in mentees)
        {
            var best = groups
                .Where(group =>
                    state.Size(group) < graph.Sizes.Max && state.Worth(group)[mentee] > GroupState.Forbidden
                )
                .OrderBy(group => state.Size(group))
                .ThenByDescending(group => state.Worth(group)[mentee])
                .FirstOrDefault(-1);
            if (best >= 0)
                state.Add(mentee, best);
        }
        foreach (var group in groups.Where(group => state.Size(group) < _min))
        {
            foreach (var member in state.Members[group].ToArray())
                state.Remove(member);
            state.Close(group);
        }
    }
}
