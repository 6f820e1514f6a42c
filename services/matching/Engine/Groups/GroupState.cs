namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Groups under change, with what each mentee is or would be worth in each of them. A change of one member costs
/// O(mentees), a question O(1). 8 bytes per mentee and group.
/// </summary>
internal sealed class GroupState(GroupGraph graph)
{
    /// <summary>A worth below this is not allowed: the pair breaks a rule, or an exclusion keeps two apart.</summary>
    public const long Forbidden = -(1L << 39);

    private const long Exclusion = -(1L << 40);
    private const long Rule = -(1L << 50);

    private readonly List<long[]> _worth = [];
    private readonly Stack<int> _unused = new();

    public GroupGraph Graph => graph;

    /// <summary>Of each mentee, or -1.</summary>
    public int[] GroupOf { get; } = Enumerable.Repeat(-1, graph.MenteeCount).ToArray();

    /// <summary>Of each group, or -1 for one that does not exist.</summary>
    public List<int> MentorOf { get; } = [];
    public List<List<int>> Members { get; } = [];
    public int[] GroupsOfMentor { get; } = new int[graph.MentorCount];

    public int Count => MentorOf.Count;
    public long TotalScore { get; private set; }
    public long Placement { get; private set; }

    public bool Exists(int group) => MentorOf[group] >= 0;

    public int Size(int group) => Members[group].Count;

    /// <summary>What each mentee is worth in a group, beside all members but itself.</summary>
    public long[] Worth(int group) => _worth[group];

    /// <summary>What a mentee is worth in its own group, or 0.</summary>
    public long Own(int mentee) => GroupOf[mentee] is >= 0 and var group ? _worth[group][mentee] : 0;

    public long Value(int one, int other) =>
        graph.Partners.Excludes(one, other) ? Exclusion : graph.Partners.Of(one, other);

    public int Open(int mentor)
    {
        if (!_unused.TryPop(out var group))
        {
            group = Count;
            MentorOf.Add(-1);
            Members.Add([]);
            _worth.Add(new long[graph.MenteeCount]);
        }
        MentorOf[group] = mentor;
        GroupsOfMentor[mentor]++;
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
            _worth[group][mentee] = Score(mentor, mentee);
        return group;
    }

    /// <summary>Of a group without members.</summary>
    public void Close(int group)
    {
        GroupsOfMentor[MentorOf[group]]--;
        MentorOf[group] = -1;
        _unused.Push(group);
    }

    public void Add(int mentee, int group)
    {
        TotalScore += _worth[group][mentee];
        Placement += graph.Placement(mentee);
        GroupOf[mentee] = group;
        Members[group].Add(mentee);
        Change(mentee, group, 1);
    }

    public void Remove(int mentee)
    {
        var group = GroupOf[mentee];
        TotalScore -= _worth[group][mentee];
        Placement -= graph.Placement(mentee);
        GroupOf[mentee] = -1;
        Members[group].Remove(mentee);
        Change(mentee, group, -1);
    }

    public void Move(int mentee, int group)
    {
        Remove(mentee);
        Add(mentee, group);
    }

    /// <summary>Another mentor for the same members.</summary>
    public void Lead(int group, int mentor)
    {
        var former = MentorOf[group];
        foreach (var member in Members[group])
            TotalScore += Score(mentor, member) - Score(former, member);
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
            _worth[group][mentee] += Score(mentor, mentee) - Score(former, mentee);
        GroupsOfMentor[former]--;
        GroupsOfMentor[mentor]++;
        MentorOf[group] = mentor;
    }

    public long Score(int mentor, int mentee) =>
        graph.Scores[mentor][mentee] is var score and not GroupGraph.NotPermitted ? score : Rule;

    private void Change(int mentee, int group, int sign)
    {
        var worth = _worth[group];
        for (var other = 0; other < worth.Length; other++)
        {
            if (other != mentee)
                worth[other] += sign * Value(mentee, other);
        }
    }
}
