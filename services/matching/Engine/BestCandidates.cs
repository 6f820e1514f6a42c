using System.Runtime.InteropServices;
using static PeerNetwork.Matching.Engine.Comparing;

namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Each mentee's best candidates, exactly those that scoring every pair would give. An inverted index from skill to mentors yields the
/// learning-goals value of all who offer something wanted; mentors are then scored from the greatest value down, until what the other
/// factors can add at most no longer reaches the worst candidate kept.
/// </summary>
sealed class BestCandidates
{
    static readonly int LearningGoals = Factor.All.ToList().FindIndex(f => f.Name == "learning-goals");

    readonly Candidates _candidates;
    readonly Profile[] _mentors;
    readonly int[] _seats;
    readonly int _limit;
    readonly int _weight;
    readonly Dictionary<int, List<(int Mentor, int? Level)>> _offering = [];
    readonly int[] _coverage;
    readonly PriorityQueue<(int Mentor, int Score), long> _kept = new();

    public BestCandidates(Candidates candidates, Profile[] mentors, int[] seats, int limit)
    {
        (_candidates, _mentors, _seats, _limit) = (candidates, mentors, seats, limit);
        _weight = candidates.FactorWeights[LearningGoals];
        _coverage = new int[mentors.Length];
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
        foreach (var (value, mentors) in ByLearningGoals(mentee))
        {
            var reach = (value * _weight) + (Full * (Weights.Whole - _weight));
            if (_kept.Count == _limit && _kept.Peek().Score > reach)
                break;
            foreach (var mentor in mentors)
                Consider(mentee, mentor);
        }
        return _kept.UnorderedItems.Select(item => item.Element).OrderBy(c => c.Mentor).ToArray();
    }

    void Consider(Profile mentee, int mentor)
    {
        if (_seats[mentor] == 0 || !_candidates.Permits(mentee, _mentors[mentor]))
            return;
        var score = _candidates.Score(mentee, _mentors[mentor]);
        // Of equal scores the mentor who comes first in the run's order stays.
        var rank = ((long)score << 32) - mentor;
        if (_kept.Count < _limit)
            _kept.Enqueue((mentor, score), rank);
        else
            _kept.EnqueueDequeue((mentor, score), rank);
    }

    /// <summary>All mentors, grouped by their learning-goals value, the greatest first.</summary>
    IEnumerable<(int Value, IEnumerable<int> Mentors)> ByLearningGoals(Profile mentee)
    {
        if (mentee.Skills is [])
            return [(Neutral, Enumerable.Range(0, _mentors.Length))];
        Array.Clear(_coverage);
        foreach (var wanted in mentee.Skills)
        {
            foreach (var (mentor, level) in _offering.GetValueOrDefault(wanted.Id, []))
                _coverage[mentor] += Coverage(wanted.Level, level);
        }
        return Enumerable.Range(0, _mentors.Length)
            .GroupBy(r => _mentors[r].Skills is [] ? Neutral : _coverage[r] / mentee.Skills.Length)
            .OrderByDescending(group => group.Key)
            .Select(group => (group.Key, group.AsEnumerable()));
    }
}
