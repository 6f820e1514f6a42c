using System.Runtime.InteropServices;
using static PeerNetwork.Matching.Engine.Comparing;

namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Each mentee's best candidates, exactly those that scoring every pair would give. An inverted index from skill to mentors yields the
/// learning-goals value of all who offer something wanted; mentors are then scored from the greatest value down, until what the other
/// factors can add at most no longer reaches the worst candidate kept.
/// </summary>
internal sealed class BestCandidates
{
    private static readonly int LearningGoals = Factor.All.ToList().FindIndex(f => f.Name == "learning-goals");

    private readonly Candidates _candidates;
    private readonly Profile[] _mentors;
    private readonly int[] _seats;
    private readonly int _limit;
    private readonly int _weight;
    private readonly Dictionary<int, List<(int Mentor, int? Level)>> _offering = [];
    private readonly int[] _value;
    private readonly int[] _ranking;
    private readonly int[] _next = new int[Full + 2];
    private readonly PriorityQueue<(int Mentor, int Score), long> _kept = new();

    public BestCandidates(Candidates candidates, Profile[] mentors, int[] seats, int limit)
    {
        (_candidates, _mentors, _seats, _limit) = (candidates, mentors, seats, limit);
        _weight = candidates.FactorWeights[LearningGoals];
        (_value, _ranking) = (new int[mentors.Length], new int[mentors.Length]);
        for (var mentor = 0; mentor < mentors.Length; mentor++)
        {
            foreach (var skill in mentors[mentor].Skills)
                (CollectionsMarshal.GetValueRefOrAddDefault(_offering, skill.Id, out _) ??= []).Add((mentor, skill.Level));
        }
    }

    /// <summary>Sorted by mentor.</summary>
    public IEnumerable<(int Mentor, int Score)> Of(Profile mentee)
    {
        _kept.Clear();
        RankByLearningGoals(mentee);
        foreach (var mentor in _ranking)
        {
            var reach = (_value[mentor] * _weight) + (Full * (Weights.Whole - _weight));
            if (_kept.Count == _limit && _kept.Peek().Score > reach)
                break;
            Consider(mentee, mentor);
        }
        return _kept.UnorderedItems.Select(item => item.Element).OrderBy(c => c.Mentor).ToArray();
    }

    private void Consider(Profile mentee, int mentor)
    {
        if (_seats[mentor] == 0)
            return;
        var score = _candidates.Score(mentee, _mentors[mentor]);
        // Of equal scores the mentor who comes first in the run's order stays.
        var rank = ((long)score << 32) - mentor;
        var full = _kept.Count == _limit;
        if (full && _kept.TryPeek(out _, out var least) && rank < least)
            return;
        // Rules cost more than the comparison, so they come after it.
        if (!_candidates.Permits(mentee, _mentors[mentor]))
            return;
        if (full)
            _kept.Dequeue();
        _kept.Enqueue((mentor, score), rank);
    }

    /// <summary>All mentors by their learning-goals value, the greatest first, by counting how many have each value.</summary>
    private void RankByLearningGoals(Profile mentee)
    {
        Array.Clear(_value);
        foreach (var wanted in mentee.Skills)
        {
            foreach (var (mentor, level) in _offering.GetValueOrDefault(wanted.Id, []))
                _value[mentor] += Coverage(wanted.Level, level);
        }
        Array.Clear(_next);
        for (var mentor = 0; mentor < _mentors.Length; mentor++)
        {
            var unknown = mentee.Skills is [] || _mentors[mentor].Skills is [];
            _value[mentor] = unknown ? Neutral : _value[mentor] / mentee.Skills.Length;
            _next[Full - _value[mentor] + 1]++;
        }
        for (var place = 1; place < _next.Length; place++)
            _next[place] += _next[place - 1];
        for (var mentor = 0; mentor < _mentors.Length; mentor++)
            _ranking[_next[Full - _value[mentor]]++] = mentor;
    }
}
