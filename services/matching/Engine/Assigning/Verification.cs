namespace PeerNetwork.Matching.Engine;

/// <summary>One check of a certificate. It shares no code with the solver.</summary>
internal sealed class Verification(CandidateGraph graph, Assignment assignment)
{
    private readonly Certificate _proof = assignment.Certificate;
    private readonly GroupTerms? _groups = assignment.Certificate.Groups;
    private readonly int _unit = assignment.Certificate.Groups?.Unit ?? 1;
    private Int128 _worth;

    public VerificationResult Verify() => Sizes() ?? Pairs() ?? Edges() ?? Cover() ?? Prices() ?? Proved();

    private VerificationResult Proved() =>
        _groups switch
        {
            null => Engine.VerificationResult.Proved,
            { Unit: 1 } => Engine.VerificationResult.ProvedWithinShares,
            _ => Engine.VerificationResult.ProvedWithinMeans((long)(_worth / _unit) - assignment.TotalScore),
        };

    private VerificationResult? Sizes()
    {
        var fits =
            assignment.Edges.Length == graph.MenteeCount
            && _proof.CoveredMentees.Length == graph.MenteeCount
            && _proof.MenteePrices.Length == graph.MenteeCount
            && _proof.OverDemandedMentors.Length == graph.MentorCount
            && _proof.MentorPrices.Length == graph.MentorCount;
        return fits && GroupsFit()
            ? null
            : Engine.VerificationResult.Refuted("The assignment and its proof are about another graph.");
    }

    private bool GroupsFit()
    {
        if (_groups is not { } groups)
            return true;
        var count = groups.MinMatched.Length;
        return groups.GroupOf.Length == graph.MenteeCount
            && groups.GroupOf.All(group => group >= -1 && group < count)
            && groups.UnmatchedPrices.Length == count
            && groups.MeanWeights.Length == count
            && groups.MinMeans.Length == count
            && groups.UnmatchedPrices.All(price => price >= 0)
            && groups.MeanWeights.All(weight => weight >= 0);
    }

    /// <summary>
    /// Every chosen edge exists, no mentor has more mentees than seats, groups have enough, and the stated totals are
    /// the real ones.
    /// </summary>
    private VerificationResult? Pairs()
    {
        var (used, ofGroup) = (new int[graph.MentorCount], new int[_groups?.MinMatched.Length ?? 0]);
        var (matched, total) = (0, 0L);
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
        {
            var edge = assignment.Edges[mentee];
            if (edge == -1)
                continue;
            if (edge < graph.RowStart[mentee] || edge >= graph.RowStart[mentee + 1])
                return Engine.VerificationResult.Refuted($"Mentee {mentee} is matched by an edge that is not theirs.");
            if (++used[graph.Mentor[edge]] > graph.Capacity[graph.Mentor[edge]])
                return Engine.VerificationResult.Refuted($"Mentor {graph.Mentor[edge]} has more mentees than seats.");
            if (_groups?.GroupOf[mentee] is { } group and >= 0)
                ofGroup[group]++;
            matched++;
            total += graph.Score[edge];
            _worth += _proof.Worth(mentee, graph.Score[edge]);
        }
        if (matched != assignment.Matched || total != assignment.TotalScore)
            return Engine.VerificationResult.Refuted(
                $"The assignment matches {matched} with a total of {total}, which is not what it states."
            );
        var missing = Array.FindIndex([.. ofGroup.Index()], group => group.Item < _groups!.MinMatched[group.Index]);
        return missing < 0
            ? null
            : Engine.VerificationResult.Refuted($"Of group {missing} only {ofGroup[missing]} are matched.");
    }

    /// <summary>
    /// Each edge touches the cover, and the prices of its ends reach its score. An edge with both ends in the cover is
    /// in no assignment of maximum cardinality, so its score does not count.
    /// </summary>
    private VerificationResult? Edges()
    {
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
        {
            var (covered, price) = (_proof.CoveredMentees[mentee], (Int128)_proof.MenteePrices[mentee]);
            for (var edge = graph.RowStart[mentee]; edge < graph.RowStart[mentee + 1]; edge++)
            {
                var mentor = graph.Mentor[edge];
                if (!covered && !_proof.OverDemandedMentors[mentor])
                    return Engine.VerificationResult.Refuted(
                        $"The cover misses the edge from mentee {mentee} to mentor {mentor}."
                    );
                if (
                    covered != _proof.OverDemandedMentors[mentor]
                    && price + _proof.MentorPrices[mentor] < _proof.Worth(mentee, graph.Score[edge])
                )
                    return Engine.VerificationResult.Refuted(
                        $"The prices of mentee {mentee} and mentor {mentor} are below their score."
                    );
            }
        }
        return null;
    }

    private VerificationResult? Cover()
    {
        var most = 0L;
        foreach (var covered in _proof.CoveredMentees)
            most += covered ? 1 : 0;
        for (var mentor = 0; mentor < graph.MentorCount; mentor++)
            most += _proof.OverDemandedMentors[mentor] ? graph.Capacity[mentor] : 0;
        return most == assignment.Matched
            ? null
            : Engine.VerificationResult.Refuted($"{assignment.Matched} are matched; the proof allows {most}.");
    }

    /// <summary>
    /// The prices sum to what was achieved. Covered people are in every assignment of maximum cardinality, to their
    /// last seat, so their prices may have any sign; the prices of all others must not be negative, or the sum is no
    /// bound. A group may leave only so many unmatched; each of them may cost what the group's price says.
    /// </summary>
    private VerificationResult? Prices()
    {
        Int128 best = 0;
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
        {
            var least = (Int128)_proof.MinPriceOf(mentee);
            if (!_proof.CoveredMentees[mentee] && _proof.MenteePrices[mentee] < least)
                return Engine.VerificationResult.Refuted(
                    $"The price of mentee {mentee}, who may stay unmatched, is negative."
                );
            best += _proof.MenteePrices[mentee] - least;
        }
        for (var group = 0; group < (_groups?.MinMatched.Length ?? 0); group++)
            best -= (Int128)_groups!.UnmatchedPrices[group] * _groups.MinMatched[group];
        for (var mentor = 0; mentor < graph.MentorCount; mentor++)
        {
            if (!_proof.OverDemandedMentors[mentor] && _proof.MentorPrices[mentor] < 0)
                return Engine.VerificationResult.Refuted(
                    $"The price of mentor {mentor}, who may keep free seats, is negative."
                );
            best += (Int128)graph.Capacity[mentor] * _proof.MentorPrices[mentor];
        }
        return best == _worth
            ? null
            : Engine.VerificationResult.Refuted(
                $"The total score is {assignment.TotalScore}; the proof allows {best / _unit}."
            );
    }
}
