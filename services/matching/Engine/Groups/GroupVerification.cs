namespace PeerNetwork.Matching.Engine;

/// <summary>
/// One check of groups, their stated total and their bounds. No code of the solver is used. O(candidates² × sizes)
/// for each mentor at worst, as the proof itself; most of it is passed over by simpler bounds.
/// </summary>
internal sealed class GroupVerification(GroupGraph graph, Grouping grouping)
{
    private readonly GroupCertificate _proof = grouping.Certificate;
    private readonly int[] _groupsOf = new int[graph.MentorCount];

    public VerificationResult Verify() =>
        Sizes()
        ?? Groups()
        ?? Members()
        ?? Totals()
        ?? PlacedBound()
        ?? UpperBound()
        ?? VerificationResult.ProvedWithin(
            _proof.PlacedBound - grouping.Placed,
            _proof.UpperBound - grouping.TotalScore
        );

    private VerificationResult? Sizes() =>
        grouping.GroupOf.Length == graph.MenteeCount
        && _proof.Prices.Length == graph.MenteeCount
        && _proof.CoveredMentees.Length == graph.MenteeCount
        && _proof.CoveredMentors.Length == graph.MentorCount
            ? null
            : VerificationResult.Refuted("The groups and their proof are about another cohort.");

    /// <summary>Mentors lead no more groups than they have places, and groups are not too small or too large.</summary>
    private VerificationResult? Groups()
    {
        foreach (var mentor in grouping.Mentors)
        {
            if (mentor < 0 || mentor >= graph.MentorCount)
                return VerificationResult.Refuted($"There is no mentor {mentor}.");
            if (++_groupsOf[mentor] > graph.Candidates.Capacity[mentor])
                return VerificationResult.Refuted($"Mentor {mentor} leads more groups than there are places for.");
        }
        var sizes = new int[grouping.Mentors.Length];
        foreach (var group in grouping.GroupOf)
        {
            if (group < -1 || group >= sizes.Length)
                return VerificationResult.Refuted($"There is no group {group}.");
            if (group >= 0)
                sizes[group]++;
        }
        var wrong = Array.FindIndex(sizes, size => size < graph.Sizes.Min || size > graph.Sizes.Max);
        return wrong < 0
            ? null
            : VerificationResult.Refuted($"Group {wrong} has {TextFormat.Count(sizes[wrong], "mentee")}.");
    }

    /// <summary>Each mentee is permitted with the mentor, and no exclusion keeps two of a group apart.</summary>
    private VerificationResult? Members()
    {
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
        {
            var group = grouping.GroupOf[mentee];
            if (group >= 0 && graph.Candidates.EdgeOf(mentee, grouping.Mentors[group]) < 0)
                return VerificationResult.Refuted(
                    $"Mentee {mentee} and mentor {grouping.Mentors[group]} are not a permitted pair."
                );
            foreach (var other in graph.Partners.ExcludedBy(mentee))
            {
                if (group >= 0 && grouping.GroupOf[other] == group)
                    return VerificationResult.Refuted($"An exclusion keeps mentees {mentee} and {other} apart.");
            }
        }
        return null;
    }

    private VerificationResult? Totals()
    {
        var (placed, total) = (0, 0L);
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
        {
            var group = grouping.GroupOf[mentee];
            if (group < 0)
                continue;
            placed++;
            total += graph.Candidates.Score[graph.Candidates.EdgeOf(mentee, grouping.Mentors[group])];
        }
        var groups = Enumerable
            .Range(0, graph.MenteeCount)
            .Where(mentee => grouping.GroupOf[mentee] >= 0)
            .GroupBy(mentee => grouping.GroupOf[mentee], (_, members) => members.ToArray());
        foreach (var members in groups)
        {
            for (var one = 0; one < members.Length; one++)
            {
                for (var other = one + 1; other < members.Length; other++)
                    total += graph.Partners.Of(members[one], members[other]);
            }
        }
        return (placed, total) == (grouping.Placed, grouping.TotalScore)
            ? null
            : VerificationResult.Refuted(
                $"The groups hold {TextFormat.Count(placed, "mentee")} with a total of {total}, which is not what they "
                    + "state."
            );
    }

    /// <summary>The cover touches every permitted pair of a mentor who can fill a group.</summary>
    private VerificationResult? PlacedBound()
    {
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
        {
            foreach (var edge in graph.Candidates.EdgesOf(mentee))
            {
                var mentor = graph.Candidates.Mentor[edge];
                if (!_proof.CoveredMentees[mentee] && !_proof.CoveredMentors[mentor] && GroupsWithin(mentor) > 0)
                    return VerificationResult.Refuted($"The cover misses mentee {mentee} and mentor {mentor}.");
            }
        }
        var bound = (long)_proof.CoveredMentees.Count(covered => covered);
        for (var mentor = 0; mentor < graph.MentorCount; mentor++)
            bound += _proof.CoveredMentors[mentor] ? (long)GroupsWithin(mentor) * graph.Sizes.Max : 0;
        return Math.Min(bound, graph.MenteeCount) <= _proof.PlacedBound
            ? null
            : VerificationResult.Refuted($"The cover allows {bound} mentees, more than the stated bound.");
    }

    private VerificationResult? UpperBound()
    {
        var negative = Array.FindIndex(_proof.Prices, price => price < 0);
        if (negative >= 0 && grouping.Placed < graph.MenteeCount)
            return VerificationResult.Refuted($"The price of mentee {negative} is negative.");
        Int128 bound = 0;
        foreach (var price in _proof.Prices)
            bound += price;
        int[] greatest = [.. Enumerable.Range(0, graph.MenteeCount).Select(GreatestValue)];
        for (var mentor = 0; mentor < graph.MentorCount; mentor++)
        {
            var groups = GroupsWithin(mentor);
            if (groups > 0)
                bound += groups * BestGroup(mentor, greatest);
        }
        return bound <= _proof.UpperBound && grouping.TotalScore <= _proof.UpperBound
            ? null
            : VerificationResult.Refuted($"The prices allow a total of {bound}, more than the stated bound.");
    }

    /// <summary>The groups that a mentor has places and candidates for.</summary>
    private int GroupsWithin(int mentor)
    {
        var candidates = graph.Scores[mentor].Count(score => score != GroupGraph.NotPermitted);
        return Math.Min(graph.Candidates.Capacity[mentor], candidates / graph.Sizes.Min);
    }

    private int GreatestValue(int mentee)
    {
        var greatest = 0;
        for (var other = 0; other < graph.MenteeCount; other++)
        {
            if (other != mentee)
                greatest = Math.Max(greatest, graph.Partners.Of(mentee, other));
        }
        return greatest;
    }

    /// <summary>No group of this mentor is worth more beyond the prices of its members; 0 or more.</summary>
    private Int128 BestGroup(int mentor, int[] greatest)
    {
        (long Net, int Mentee)[] candidates =
        [
            .. Enumerable
                .Range(0, graph.MenteeCount)
                .Where(mentee => graph.Scores[mentor][mentee] != GroupGraph.NotPermitted)
                .Select(mentee => (graph.Scores[mentor][mentee] - _proof.Prices[mentee], mentee))
                .OrderDescending(),
        ];
        Int128 best = 0;
        for (var size = graph.Sizes.Min; size <= Math.Min(graph.Sizes.Max, candidates.Length); size++)
            best = Int128.Max(best, size == 1 ? candidates[0].Net : BestGroupOf(size, candidates, greatest));
        return best;
    }

    /// <summary>
    /// A group of this size is worth, times twice the number of others, the sum over its members i of that number times
    /// i's net score and, over the others b, that number times the value of i and b, and b's net score.
    /// </summary>
    private Int128 BestGroupOf(int size, (long Net, int Mentee)[] candidates, int[] greatest)
    {
        var others = size - 1;
        var mostNet = candidates.Take(others).Sum(candidate => candidate.Net);
        var shares = new PriorityQueue<long, long>();
        var likely = candidates
            .Select(one => (Most: (others * (one.Net + ((long)others * greatest[one.Mentee]))) + mostNet, one))
            .OrderByDescending(one => one.Most);
        foreach (var (most, (net, mentee)) in likely)
        {
            if (shares.Count == size && most <= shares.Peek())
                break;
            if (ChosenAlone(mentee, others, candidates, greatest[mentee]) is not { } chosen)
                continue;
            var share = (others * net) + chosen;
            if (shares.Count < size)
                shares.Enqueue(share, share);
            else
                shares.EnqueueDequeue(share, share);
        }
        if (shares.Count < size)
            return 0;
        Int128 sum = 0;
        foreach (var (share, _) in shares.UnorderedItems)
            sum += share;
        // Where it is not an integer the bound may be rounded down, and 0 is the least.
        return Int128.Max(0, sum) / (2 * others);
    }

    private long? ChosenAlone(int mentee, int others, (long Net, int Mentee)[] candidates, int greatest)
    {
        var chosen = new PriorityQueue<long, long>();
        foreach (var (net, other) in candidates)
        {
            if (chosen.Count == others && ((long)others * greatest) + net <= chosen.Peek())
                break;
            if (other == mentee || graph.Partners.Excludes(mentee, other))
                continue;
            var worth = ((long)others * graph.Partners.Of(mentee, other)) + net;
            if (chosen.Count < others)
                chosen.Enqueue(worth, worth);
            else
                chosen.EnqueueDequeue(worth, worth);
        }
        return chosen.Count < others ? null : chosen.UnorderedItems.Sum(one => one.Element);
    }
}
