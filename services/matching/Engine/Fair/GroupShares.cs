namespace PeerNetwork.Matching.Engine;

/// <summary>
/// How many of each group are matched and how many must be, while that changes; and the price of leaving one more of a
/// group unmatched, which is 0 unless the group has no more matched than it must.
/// </summary>
internal sealed class GroupShares
{
    public const int NoGroup = -1;
    private readonly int[] _groupOf;
    private readonly int[] _matched;
    private readonly int[] _min;
    private readonly long[] _price;
    private readonly List<int>[] _unmatched;
    private readonly int[] _placeInList;

    public GroupShares(int[] groupOf, int[] least, Func<int, bool> isMatched)
    {
        _groupOf = groupOf;
        (_matched, _price) = (new int[least.Length], new long[least.Length]);
        _unmatched = [.. least.Select(_ => new List<int>())];
        _placeInList = new int[groupOf.Length];
        for (var mentee = 0; mentee < groupOf.Length; mentee++)
        {
            if (groupOf[mentee] == NoGroup)
                continue;
            if (isMatched(mentee))
                _matched[groupOf[mentee]]++;
            else
                List(mentee);
        }
        _min = [.. least.Zip(_matched, Math.Min)];
    }

    public int Count => _min.Length;

    public int GroupOf(int mentee) => _groupOf[mentee];

    public int MatchedOf(int group) => _matched[group];

    public int MinOf(int group) => _min[group];

    public IReadOnlyList<int> Unmatched(int group) => _unmatched[group];

    public long Price(int group) => _price[group];

    /// <summary>
    /// Whether this matched mentee may become unmatched without another of the group to make up for it.
    /// </summary>
    public bool MaySpare(int mentee) =>
        _groupOf[mentee] is var group && (group == NoGroup || _matched[group] > _min[group]);

    public void Raise(int group, long amount) => _price[group] += amount;

    /// <summary>From now on one more of the group must be matched.</summary>
    public void Require(int group) => _min[group]++;

    public void Matched(int mentee)
    {
        var group = _groupOf[mentee];
        if (group == NoGroup)
            return;
        _matched[group]++;
        var (list, at) = (_unmatched[group], _placeInList[mentee]);
        (list[at], _placeInList[list[^1]]) = (list[^1], at);
        list.RemoveAt(list.Count - 1);
    }

    public void NoLongerMatched(int mentee)
    {
        var group = _groupOf[mentee];
        if (group == NoGroup)
            return;
        _matched[group]--;
        List(mentee);
    }

    private void List(int mentee)
    {
        var list = _unmatched[_groupOf[mentee]];
        _placeInList[mentee] = list.Count;
        list.Add(mentee);
    }
}
