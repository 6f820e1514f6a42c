using static PeerNetwork.Matching.Engine.ProfileComparison;

namespace PeerNetwork.Matching.Engine;

/// <summary>From people and policy to the graph of permitted pairs, all of them or each mentee's best.</summary>
internal sealed class Candidates(Profile[] mentees, Profile[] mentors, Policy policy)
{
    private const int SliceSize = 2048;
    private const int BatchSize = 32;

    private readonly Rule[] _rules = Rule.Of(policy);
    private readonly int[] _weights = Weights.Of(policy.Weights);
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

    /// <summary>Whether the rules pass that read just this of the mentor.</summary>
    public bool Permits(Profile mentee, Profile mentor, DependsOn reads)
    {
        foreach (var rule in _rules)
        {
            if (rule.DependsOn == reads && !rule.Passes(mentee, mentor, policy))
                return false;
        }
        return true;
    }

    /// <summary>
    /// Millionths: thousandths of weight times thousandths of value, so that the parts add up to the whole.
    /// </summary>
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

    /// <summary>Score, contributions and rules of a pair.</summary>
    public PairExplanation Explain(Profile mentee, Profile mentor)
    {
        var contributions = _factors.Zip(
            _weights,
            (factor, weight) =>
            {
                var value = factor.Value(mentee, mentor, policy) ?? Neutral;
                return new Contribution(
                    factor.Name,
                    weight,
                    value,
                    weight * value,
                    factor.Sentence(mentee, mentor, policy)
                );
            }
        );
        var rules = _rules.Select(rule => rule.Check(mentee, mentor, policy));
        return new PairExplanation(new(mentee.Id, mentor.Id), Score(mentee, mentor), [.. contributions], [.. rules]);
    }

    /// <summary>Locked pairs are settled beforehand: their mentees have no edges and their places are gone.</summary>
    /// <param name="threads">At most so many compute at a time; the graph is the same for any number.</param>
    public CandidateGraph Graph(
        int[] capacity,
        IReadOnlySet<Guid> locked,
        int threads,
        IProgress<MatchingProgress>? progress,
        CancellationToken ct
    )
    {
        var rows = new Candidate[mentees.Length][];
        var location = Cells.Location(mentees).Of;
        var order = Enumerable.Range(0, mentees.Length).OrderBy(mentee => location[mentee]).ToArray();
        var index = policy.CandidatesPerMentee is null ? null : new MentorIndex(mentors, capacity);
        var searches = Enumerable
            .Range(0, threads)
            .Select(_ =>
                index is null ? null : new BestCandidates(this, policy, index, policy.CandidatesPerMentee!.Value)
            )
            .ToArray();
        for (var from = 0; from < order.Length; from += SliceSize)
        {
            progress?.Report(new(MatchingStage.Candidates, (int)(1000L * from / order.Length)));
            var (next, to) = (from, Math.Min(from + SliceSize, order.Length));
            Parallel.For(
                0,
                threads,
                new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = ct },
                thread =>
                {
                    for (
                        var batch = Interlocked.Add(ref next, BatchSize) - BatchSize;
                        batch < to;
                        batch = Interlocked.Add(ref next, BatchSize) - BatchSize
                    )
                    {
                        ct.ThrowIfCancellationRequested();
                        foreach (var mentee in order.AsSpan(batch..Math.Min(batch + BatchSize, to)))
                            rows[mentee] = Row(mentees[mentee], location[mentee], searches[thread]);
                    }
                }
            );
        }
        return Join(rows, capacity);

        Candidate[] Row(Profile mentee, int place, BestCandidates? search) =>
            locked.Contains(mentee.Id) ? []
            : search is null ? [.. AllOf(mentee, capacity)]
            : search.Of(mentee, place);
    }

    private static CandidateGraph Join(Candidate[][] rows, int[] capacity)
    {
        var start = new int[rows.Length + 1];
        for (var row = 0; row < rows.Length; row++)
            start[row + 1] = checked(start[row] + rows[row].Length);
        var (mentor, score) = (new int[start[^1]], new int[start[^1]]);
        for (var row = 0; row < rows.Length; row++)
        {
            for (var at = 0; at < rows[row].Length; at++)
                (mentor[start[row] + at], score[start[row] + at]) = (rows[row][at].Mentor, rows[row][at].Score);
        }
        return new CandidateGraph(capacity, start, mentor, score);
    }

    private IEnumerable<Candidate> AllOf(Profile mentee, int[] capacity)
    {
        for (var r = 0; r < mentors.Length; r++)
        {
            if (capacity[r] > 0 && Permits(mentee, mentors[r]))
                yield return new(r, Score(mentee, mentors[r]));
        }
    }
}
