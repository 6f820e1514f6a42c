using static PeerNetwork.Matching.Engine.Comparing;

namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Each mentee's best candidates, exactly those that scoring every pair would give. Bounds come first: for all mentors at once an upper
/// bound of the score is summed up, from a table by cell where a factor reads few attributes, from an inverted index where it compares
/// words, and at the full value where it compares answers. Only mentors whose bound reaches the worst candidate kept so far are
/// scored, the stopping rule of the threshold algorithm (Fagin, Lotem and Naor 2001). For one mentee O(mentors + postings of
/// the mentee's words), most of it additions in flat arrays; 4 bytes per mentor. Not for use by two threads at a time.
/// </summary>
internal sealed class BestCandidates
{
    // Adding the greatest score to it, several times over, stays below every score.
    private const int RuledOut = -1_000_000_000;

    // A sample of bounds is tallied in steps of 2,048 points; what lies above goes with the last.
    private const int SampleEvery = 8;
    private const int StepBits = 11;
    private const int TallySize = 512;

    private readonly Candidates _candidates;
    private readonly Policy _policy;
    private readonly MentorIndex _index;
    private readonly int _limit;
    private readonly (Factor Factor, int Weight)[] _factors;
    private readonly (Factor Factor, int Weight)[] _answerFactors;

    // Without what location adds, which is one number for many slots.
    private readonly int[] _bound;
    private readonly int[] _locationPoints;
    private readonly int[] _gradePoints;
    private readonly int[] _unitPoints;
    private readonly int[] _recordedPoints;
    private readonly int[] _tally = new int[TallySize];
    private readonly List<long> _found = [];
    private readonly PriorityQueue<Candidate, long> _kept = new();
    private int _locationOfMentee = -1;

    public BestCandidates(Candidates candidates, Policy policy, MentorIndex index, int limit)
    {
        (_candidates, _policy, _index, _limit) = (candidates, policy, index, limit);
        _factors = [.. Factor.All.Zip(candidates.FactorWeights).Where(factor => factor.Second > 0)];
        _answerFactors = [.. _factors.Where(factor => factor.Factor.Reads is Reads.Values or Reads.Personality)];
        _bound = new int[index.Slots];
        _locationPoints = new int[index.Location.Representatives.Length];
        _gradePoints = new int[index.Grade.Representatives.Length];
        _unitPoints = new int[index.Unit.Representatives.Length];
        _recordedPoints = new int[index.Recorded.Representatives.Length];
    }

    /// <summary>Sorted by mentor.</summary>
    /// <param name="location">A number that mentees of one location share: when they come one after the other, part of the work is done once.</param>
    public Candidate[] Of(Profile mentee, int location)
    {
        if (location != _locationOfMentee)
            SumByCell(mentee, Reads.Location, _index.Location, _locationPoints);
        _locationOfMentee = location;
        SumByCell(mentee);
        SumByWord(mentee);
        _kept.Clear();
        var likely = LikelyBar();
        Search(mentee, likely, int.MaxValue);
        if (Bar < likely)
            Search(mentee, Bar, likely);
        var best = new Candidate[_kept.Count];
        for (var at = 0; at < best.Length; at++)
            best[at] = _kept.Dequeue();
        Array.Sort(best, static (one, other) => one.Mentor.CompareTo(other.Mentor));
        return best;
    }

    private void SumByCell(Profile mentee)
    {
        SumByCell(mentee, Reads.Grade, _index.Grade, _gradePoints);
        SumByCell(mentee, Reads.Unit, _index.Unit, _unitPoints);
        for (var cell = 0; cell < _recordedPoints.Length; cell++)
            _recordedPoints[cell] = BoundWithoutWords(mentee, _index.Recorded.Representatives[cell]);
        var (grade, unit, recorded) = (_index.Grade.Of, _index.Unit.Of, _index.Recorded.Of);
        for (var slot = 0; slot < _bound.Length; slot++)
            _bound[slot] = _gradePoints[grade[slot]] + _unitPoints[unit[slot]] + _recordedPoints[recorded[slot]];
    }

    private void SumByCell(Profile mentee, Reads reads, Cells cells, int[] points)
    {
        for (var cell = 0; cell < points.Length; cell++)
        {
            var mentor = cells.Representatives[cell];
            points[cell] = _candidates.Permits(mentee, mentor, reads) ? 0 : RuledOut;
            foreach (var (factor, weight) in _factors)
            {
                if (factor.Reads == reads)
                    points[cell] += weight * (factor.Value(mentee, mentor, _policy) ?? Neutral);
            }
        }
    }

    /// <summary>
    /// What the factors that compare lists give to one who has no word in common with the mentee, and at most to one who
    /// answered questions.
    /// </summary>
    private int BoundWithoutWords(Profile mentee, Profile mentor)
    {
        var points = 0;
        foreach (var (factor, weight) in _factors)
        {
            points += weight * factor.Reads switch
            {
                Reads.Values => mentee.Values is [] || mentor.Values is [] ? Neutral : Full,
                Reads.Personality => mentee.Personality is [] || mentor.Personality is [] ? Neutral : Full,
                Reads.Skills or Reads.CareerInterests or Reads.Interests or Reads.Fields =>
                    factor.Value(mentee, mentor, _policy) is null ? Neutral : 0,
                _ => 0,
            };
        }
        return points;
    }

    /// <summary>What each word in common adds, rounded up, so that the sum is not below the factor's own value.</summary>
    private void SumByWord(Profile mentee)
    {
        foreach (var (factor, weight) in _factors)
        {
            switch (factor.Name)
            {
                case "learning-goals":
                    foreach (var wanted in mentee.Skills)
                    {
                        foreach (var offered in _index.Skills[wanted.Id])
                            Add(offered, weight * Coverage(wanted.Level, offered.Grade), mentee.Skills.Length);
                    }
                    break;
                case "career-interests":
                    foreach (var word in mentee.CareerInterests)
                        Add(_index.CareerInterests[word], weight * Full, mentee.CareerInterests.Length);
                    break;
                case "shared-interests":
                    foreach (var word in mentee.Interests)
                    {
                        foreach (var posting in _index.Interests[word])
                            Add(posting, weight * Full, FactorValues.Enough(mentee.Interests.Length, posting.Grade!.Value));
                    }
                    break;
                case "career-change" when mentee.TargetField is { } target:
                    Add(_index.Fields[target], weight * FactorValues.TargetOnly, 1);
                    foreach (var move in mentee.Moves)
                        Add(_index.Moves[move], weight * (Full - FactorValues.TargetOnly), 1);
                    break;
                case "shared-background":
                    foreach (var field in mentee.Fields)
                        Add(_index.Fields[field], weight * Full, 1);
                    break;
            }
        }
    }

    private void Add(ReadOnlySpan<Posting> postings, int points, int among)
    {
        foreach (var posting in postings)
            Add(posting, points, among);
    }

    private void Add(Posting posting, int points, int among)
    {
        var (bound, each) = (_bound, (points + among - 1) / among);
        foreach (var slot in posting.Slots)
            bound[slot] += each;
    }

    /// <summary>The score that a new candidate needs; of equal scores the mentor who comes first in the run's order stays.</summary>
    private int Bar => _kept.Count == _limit ? Math.Max(0, _kept.Peek().Score) : 0;

    /// <summary>About twice as many bounds as are kept lie above it, so that the best are met first; it may be wrong without harm.</summary>
    private int LikelyBar()
    {
        Array.Clear(_tally);
        for (var slot = 0; slot < _bound.Length; slot += SampleEvery)
        {
            var bound = _bound[slot] + _locationPoints[_index.Location.Of[slot]];
            if (bound >= 0)
                _tally[Math.Min(bound >> StepBits, TallySize - 1)]++;
        }
        var (step, left) = (TallySize, 2 * _limit / SampleEvery);
        while (step > 0 && left >= 0)
            left -= _tally[--step];
        return step << StepBits;
    }

    /// <summary>Looks at every mentor whose bound is in this range, the greatest bound first, until none can be better than what is kept.</summary>
    private void Search(Profile mentee, int from, int below)
    {
        _found.Clear();
        for (var cell = 0; cell < _locationPoints.Length; cell++)
        {
            if (_locationPoints[cell] >= 0)
                Find(cell, from - _locationPoints[cell], below - _locationPoints[cell]);
        }
        _found.Sort();
        for (var at = _found.Count - 1; at >= 0; at--)
        {
            var (bound, slot) = ((int)(_found[at] >> 32), (int)_found[at]);
            if (bound < Bar)
                break;
            Consider(mentee, slot, bound - Bar);
        }
    }

    private void Find(int cell, int from, int below)
    {
        var (bound, end) = (_bound, _index.LocationStart[cell + 1]);
        for (var slot = _index.LocationStart[cell]; slot < end; slot++)
        {
            if (bound[slot] >= from && bound[slot] < below)
                _found.Add(((long)(bound[slot] + _locationPoints[cell]) << 32) + slot);
        }
    }

    private void Consider(Profile mentee, int slot, int slack)
    {
        var mentor = _index.Profiles[slot];
        foreach (var (factor, weight) in _answerFactors)
            slack -= factor.Value(mentee, mentor, _policy) is { } value ? weight * (Full - value) : 0;
        if (slack < 0)
            return;
        var candidate = new Candidate(_index.Mentor[slot], _candidates.Score(mentee, mentor));
        var full = _kept.Count == _limit;
        if (full && _kept.TryPeek(out _, out var least) && candidate.Rank < least)
            return;
        if (!_candidates.Permits(mentee, mentor))
            return;
        if (full)
            _kept.Dequeue();
        _kept.Enqueue(candidate, candidate.Rank);
    }
}

/// <param name="Mentor">Position in the run's order.</param>
/// <param name="Score">Millionths.</param>
internal readonly record struct Candidate(int Mentor, int Score)
{
    /// <summary>Greater for a better candidate; of equal scores the mentor who comes first in the run's order is better.</summary>
    public long Rank => ((long)Score << 32) - Mentor;
}
