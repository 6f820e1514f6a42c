using static PeerNetwork.Matching.Engine.Comparing;

namespace PeerNetwork.Matching.Engine;

/// <summary>From people and policy to the graph of permitted pairs, all of them or each mentee's best.</summary>
internal sealed class Candidates(Profile[] mentees, Profile[] mentors, Policy policy)
{
    private readonly Rule[] _rules = Rule.Of(policy);
    private readonly int[] _weights = Weights.Of(policy);
    private readonly Factor[] _factors = [.. Factor.All];

    public IReadOnlyList<Rule> Rules => _rules;
    public IReadOnlyList<int> FactorWeights => _weights;

    public bool Permits(Profile mentee, Profile mentor)
    {
        foreach (var rule in _rules)
        {
            if (!rule.Passes(mentee, mentor, policy))
                return false;
        }
        return true;
    }

    /// <summary>Millionths: thousandths of weight times thousandths of value, so that the parts add up to the whole.</summary>
    public int Score(Profile mentee, Profile mentor)
    {
        var score = 0;
        for (var f = 0; f < _weights.Length; f++)
        {
            if (_weights[f] > 0)
                score += _weights[f] * (_factors[f].Value(mentee, mentor, policy) ?? Neutral);
        }
        return score;
    }

    /// <summary>Locked pairs are settled beforehand: their mentees have no edges and their places are gone.</summary>
    public CandidateGraph Graph(int[] seats, IReadOnlySet<Guid> locked, IProgress<MatchingProgress>? progress, CancellationToken ct)
    {
        var (rowStart, mentor, score) = (new int[mentees.Length + 1], new List<int>(), new List<int>());
        var best = policy.CandidatesPerMentee is { } limit ? new BestCandidates(this, mentors, seats, limit) : null;
        for (var i = 0; i < mentees.Length; i++)
        {
            ct.ThrowIfCancellationRequested();
            if (i % 1000 == 0)
                progress?.Report(new(MatchingStage.Candidates, (int)(1000L * i / mentees.Length)));
            var mentee = mentees[i];
            var row = locked.Contains(mentee.Id) ? [] : best?.Of(mentee) ?? AllOf(mentee, seats);
            foreach (var (candidate, points) in row)
            {
                mentor.Add(candidate);
                score.Add(points);
            }
            rowStart[i + 1] = mentor.Count;
        }
        return new CandidateGraph(seats, rowStart, [.. mentor], [.. score]);
    }

    private IEnumerable<(int Mentor, int Score)> AllOf(Profile mentee, int[] seats)
    {
        for (var r = 0; r < mentors.Length; r++)
        {
            if (seats[r] > 0 && Permits(mentee, mentors[r]))
                yield return (r, Score(mentee, mentors[r]));
        }
    }
}
