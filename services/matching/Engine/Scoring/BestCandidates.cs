namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Each mentee's best candidates, exactly those that scoring every pair would give: mentors are scored from the
/// greatest bound down, until no bound reaches the worst candidate kept, the stopping rule of the threshold algorithm
/// (Fagin, Lotem and Naor 2001). Not for use by two threads at a time.
/// </summary>
internal sealed class BestCandidates(Candidates candidates, Policy policy, MentorIndex index, int limit)
{
    // The histogram counts every eighth bound, in steps of 2,048 points. Its last step counts all greater bounds too.
    private const int SampleEvery = 8;
    private const int StepBits = 11;
    private const int HistogramSize = 512;

    // A larger result of a search is not sorted: most of its bounds are equal. The order costs time, but the candidates
    // are the same.
    private const int MaxSorted = 2_048;

    private readonly ScoreBounds _bounds = new(candidates, policy, index);
    private readonly int[] _histogram = new int[HistogramSize];

    // The result of a search: the slots, and the negated ranks of their bounds, so that sorting puts the best first.
    private readonly long[] _ranks = new long[index.Slots];
    private readonly int[] _slots = new int[index.Slots];
    private int _found;
    private readonly PriorityQueue<Candidate, long> _kept = new();

    /// <summary>Sorted by mentor.</summary>
    /// <param name="location">A number that mentees of one location share: when they come one after the other, part of
    /// the work is done once.</param>
    public Candidate[] Of(Profile mentee, int location)
    {
        _bounds.Sum(mentee, location);
        _kept.Clear();
        var likely = EstimateThreshold();
        Search(mentee, likely, int.MaxValue);
        if (Threshold < likely)
            Search(mentee, Threshold, likely);
        var best = new Candidate[_kept.Count];
        for (var at = 0; at < best.Length; at++)
            best[at] = _kept.Dequeue();
        Array.Sort(best, static (one, other) => one.Mentor.CompareTo(other.Mentor));
        return best;
    }

    /// <summary>The score that a new candidate needs at least.</summary>
    private int Threshold => _kept.Count == limit ? Math.Max(0, _kept.Peek().Score) : 0;

    /// <summary>
    /// About four times as many bounds as are kept lie above it, so that one search is mostly enough; it may be wrong
    /// without harm.
    /// </summary>
    private int EstimateThreshold()
    {
        Array.Clear(_histogram);
        for (var slot = 0; slot < index.Slots; slot += SampleEvery)
        {
            var bound = _bounds.Rest[slot] + _bounds.OfLocation[index.Location.Of[slot]];
            if (bound >= 0)
                _histogram[Math.Min(bound >> StepBits, HistogramSize - 1)]++;
        }
        var (step, left) = (HistogramSize, 4 * limit / SampleEvery);
        while (step > 0 && left >= 0)
            left -= _histogram[--step];
        return step << StepBits;
    }

    /// <summary>Looks at every mentor whose bound is in this range, the greatest first.</summary>
    private void Search(Profile mentee, int from, int below)
    {
        _found = 0;
        for (var cell = 0; cell < _bounds.OfLocation.Length; cell++)
        {
            if (_bounds.OfLocation[cell] >= 0)
                Find(cell, from - _bounds.OfLocation[cell], below - _bounds.OfLocation[cell]);
        }
        if (_found <= MaxSorted)
            Array.Sort(_ranks, _slots, 0, _found);
        for (var at = 0; at < _found; at++)
            Consider(mentee, _slots[at], -_ranks[at]);
    }

    private void Find(int cell, int from, int below)
    {
        var (rest, end, location) = (_bounds.Rest, index.LocationStart[cell + 1], _bounds.OfLocation[cell]);
        for (var slot = index.LocationStart[cell]; slot < end; slot++)
        {
            // One comparison for both ends of the range.
            if ((uint)(rest[slot] - from) >= (uint)(below - from))
                continue;
            (_ranks[_found], _slots[_found]) = (-new Candidate(index.Mentor[slot], rest[slot] + location).Rank, slot);
            _found++;
        }
    }

    /// <param name="rank">That of the bound, which the candidate's own does not exceed.</param>
    private void Consider(Profile mentee, int slot, long rank)
    {
        var least = _kept.Count == limit ? _kept.Peek().Rank : long.MinValue;
        if (rank < least)
            return;
        var mentor = index.Profiles[slot];
        if (least > long.MinValue && rank - Candidate.RankOf(_bounds.Excess(mentee, mentor)) < least)
            return;
        var candidate = new Candidate(index.Mentor[slot], candidates.Score(mentee, mentor));
        // Rules cost more than the comparison, so they come after it.
        if (candidate.Rank < least || !candidates.Permits(mentee, mentor))
            return;
        if (_kept.Count == limit)
            _kept.Dequeue();
        _kept.Enqueue(candidate, candidate.Rank);
    }
}

/// <param name="Mentor">Position in the run's order.</param>
/// <param name="Score">Millionths.</param>
internal readonly record struct Candidate(int Mentor, int Score)
{
    /// <summary>
    /// Greater for a better candidate; of equal scores the mentor who comes first in the run's order is better.
    /// </summary>
    public long Rank => RankOf(Score) - Mentor;

    /// <summary>What so many points are worth in a rank.</summary>
    public static long RankOf(int points) => (long)points << 32;
}
