namespace PeerNetwork.Matching.Engine;

/// <summary>
/// An upper bound on what the best group of a mentor is worth beyond the prices of its members. Let l be a member's
/// score less its price. A group of k is worth the sum, over members i, of l(i) / 2 and, over the other members b,
/// (value(i, b) + l(b) / (k - 1)) / 2. The bound lets each i choose its k - 1 others alone, and takes the k best i.
/// All is multiplied by 2(k - 1), so that it stays an integer. At worst O(candidates² × sizes); most candidates and
/// most of their choices are passed over by simpler bounds.
/// </summary>
internal sealed class GroupPricing
{
    // So many partners of greatest value are kept of each mentee; for all others the next value is a bound.
    private const int Kept = 48;

    private readonly GroupGraph _graph;
    private readonly (int Value, int Mentee)[][] _nearest;

    // Sum of the greatest 0, 1, 2 … values of each mentee.
    private readonly long[][] _greatest;
    private readonly long[] _net;
    private readonly int[] _order;

    // Candidates by a simple bound on their worth, the greatest first, and the bounds, negated.
    private readonly int[] _likely;
    private readonly long[] _key;
    private readonly List<Choice> _chosen = [];

    public GroupPricing(GroupGraph graph)
    {
        _graph = graph;
        var count = graph.MenteeCount;
        (_net, _key) = (new long[count], new long[count]);
        (_order, _likely) = (new int[count], new int[count]);
        _nearest = new (int, int)[count][];
        var queue = new PriorityQueue<int, (int, int)>();
        for (var mentee = 0; mentee < count; mentee++)
        {
            queue.Clear();
            for (var other = 0; other < count; other++)
            {
                if (other == mentee || graph.Partners.Excludes(mentee, other))
                    continue;
                var rank = (graph.Partners.Of(mentee, other), -other);
                if (queue.Count < Keep)
                    queue.Enqueue(other, rank);
                else
                    queue.EnqueueDequeue(other, rank);
            }
            var nearest = new (int, int)[queue.Count];
            for (var at = nearest.Length - 1; at >= 0; at--)
            {
                queue.TryDequeue(out var other, out var rank);
                nearest[at] = (rank.Item1, other);
            }
            _nearest[mentee] = nearest;
        }
        _greatest = [.. _nearest.Select(Sums)];
    }

    private readonly record struct Choice(int Mentee, long Worth, int[] Others);

    private int Keep => Math.Max(Kept, _graph.Sizes.Max);

    /// <summary>0 where no group is worth its prices.</summary>
    /// <param name="use">Gets how often the bound counts each mentee, times <paramref name="weight"/>.</param>
    public long BestOf(int mentor, long[] prices, double[] use, int weight)
    {
        var count = Sort(mentor, prices);
        var (best, chosen) = (0L, Array.Empty<Choice>());
        for (var size = _graph.Sizes.Min; size <= Math.Min(_graph.Sizes.Max, count); size++)
        {
            if (size == 1)
            {
                if (_net[_order[0]] > best)
                    (best, chosen) = (_net[_order[0]], [new(_order[0], 0, [])]);
                continue;
            }
            if (BestOfSize(size, count) is { } worth && worth > best)
                (best, chosen) = (worth, [.. _chosen]);
        }
        foreach (var choice in chosen)
        {
            use[choice.Mentee] += chosen.Length == 1 ? weight : 0.5 * weight;
            foreach (var other in choice.Others)
                use[other] += 0.5 * weight / choice.Others.Length;
        }
        return best;
    }

    /// <summary>The candidates by net score, the greatest first.</summary>
    private int Sort(int mentor, long[] prices)
    {
        var (count, scores) = (0, _graph.Scores[mentor]);
        for (var mentee = 0; mentee < scores.Length; mentee++)
        {
            _net[mentee] = long.MinValue;
            if (scores[mentee] == GroupGraph.NotPermitted)
                continue;
            _net[mentee] = scores[mentee] - prices[mentee];
            (_key[count], _order[count]) = (-_net[mentee], mentee);
            count++;
        }
        Array.Sort(_key, _order, 0, count);
        return count;
    }

    private long? BestOfSize(int size, int count)
    {
        var others = size - 1;
        var mostNet = 0L;
        for (var at = 0; at < others; at++)
            mostNet += _net[_order[at]];
        for (var at = 0; at < count; at++)
        {
            var greatest = _greatest[_order[at]];
            var most = greatest[Math.Min(others, greatest.Length - 1)];
            (_key[at], _likely[at]) = (-((others * (_net[_order[at]] + most)) + mostNet), _order[at]);
        }
        Array.Sort(_key, _likely, 0, count);
        _chosen.Clear();
        for (var at = 0; at < count && (_chosen.Count < size || -_key[at] > _chosen[^1].Worth); at++)
        {
            if (Choose(_likely[at], others, count) is { } choice)
                Insert(choice, size);
        }
        if (_chosen.Count < size)
            return null;
        var sum = _chosen.Sum(choice => choice.Worth);
        return (long)Math.Floor((decimal)sum / (2 * others));
    }

    private void Insert(Choice choice, int size)
    {
        var at = _chosen.Count;
        while (at > 0 && _chosen[at - 1].Worth < choice.Worth)
            at--;
        _chosen.Insert(at, choice);
        if (_chosen.Count > size)
            _chosen.RemoveAt(size);
    }

    /// <summary>The best others of a mentee; null where there are too few.</summary>
    private Choice? Choose(int mentee, int others, int count)
    {
        var (top, picked, found) = (new long[others], new int[others], 0);
        var nearest = _nearest[mentee];
        foreach (var (value, other) in nearest)
        {
            if (_net[other] != long.MinValue)
                Offer((others * (long)value) + _net[other], other);
        }
        // The values of all others are at most the last one kept.
        var rest = nearest is [] ? 0 : nearest[^1].Value;
        for (var at = 0; at < count && nearest.Length == Keep; at++)
        {
            var other = _order[at];
            if (found == others && (others * (long)rest) + _net[other] <= top[^1])
                break;
            if (other == mentee || _graph.Partners.Excludes(mentee, other))
                continue;
            var value = _graph.Partners.Of(mentee, other);
            // Those that were kept have been offered.
            if (value < rest || (value == rest && other > nearest[^1].Mentee))
                Offer((others * (long)value) + _net[other], other);
        }
        return found < others ? null : new(mentee, (others * _net[mentee]) + top.Sum(), picked);

        void Offer(long worth, int other)
        {
            if (found == others && worth <= top[^1])
                return;
            var at = found < others ? found++ : others - 1;
            for (; at > 0 && top[at - 1] < worth; at--)
                (top[at], picked[at]) = (top[at - 1], picked[at - 1]);
            (top[at], picked[at]) = (worth, other);
        }
    }

    private static long[] Sums((int Value, int Mentee)[] nearest)
    {
        var sums = new long[nearest.Length + 1];
        for (var at = 0; at < nearest.Length; at++)
            sums[at + 1] = sums[at] + nearest[at].Value;
        return sums;
    }
}
