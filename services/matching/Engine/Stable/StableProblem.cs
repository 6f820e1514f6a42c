namespace PeerNetwork.Matching.Engine;

/// <summary>Who proposes in deferred acceptance, and therefore gets the best that any stable matching gives.</summary>
public enum ProposingSide
{
    Mentees,
    Mentors,
}

/// <summary>
/// A cohort and a policy for a stable matching, checked and made into a graph. Mentees prefer mentors by the score of
/// the policy's weights, mentors prefer mentees by the score of the mentors' weights for the same factors. Permitted
/// pairs, places and the candidates of each mentee are those of <see cref="MatchingProblem"/>; locked pairs are given
/// beforehand. The same input and seed give the same problem, whatever the order of people. It costs what that graph
/// costs, and where mentors have weights of their own one score more and 4 bytes for each of its edges.
/// </summary>
public sealed class StableProblem
{
    private readonly MatchingProblem _directed;

    private StableProblem(
        MatchingProblem directed,
        IReadOnlyDictionary<string, int>? mentorWeights,
        CancellationToken ct
    )
    {
        _directed = directed;
        OfMentor = new(Mentees, Mentors, OfMentors(directed.Policy, mentorWeights));
        HasOwnWeights = !OfMentor.FactorWeights.SequenceEqual(directed.Candidates.FactorWeights);
        MentorScores = HasOwnWeights ? ScoresOfMentors(ct) : Graph.Score;
    }

    /// <summary>
    /// Permitted pairs without the locked ones, in the order of the run (by seed); scores are what the mentor is worth
    /// to the mentee, in millionths.
    /// </summary>
    public CandidateGraph Graph => _directed.Graph;

    /// <summary>By edge of the graph: what the mentee is worth to the mentor, in millionths.</summary>
    public int[] MentorScores { get; }

    /// <summary>Whether mentors have other weights than mentees; otherwise both sides agree on each pair.</summary>
    public bool HasOwnWeights { get; }

    internal MatchingProblem Directed => _directed;
    internal Candidates OfMentor { get; }
    internal Profile[] Mentees => _directed.Mentees;
    internal Profile[] Mentors => _directed.Mentors;

    /// <param name="cohort">Mentees and mentors.</param>
    /// <param name="policy">It has no bounds of fairness.</param>
    /// <param name="mentorWeights">Relative weights, 0 to 1000, by <see cref="Factor.Name"/>, as in
    /// <see cref="Policy.Weights"/>; null for the weights of the policy.</param>
    /// <param name="progress">Told now and then, on the calling thread.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="InvalidProblemException">The cohort, the policy or the weights cannot be matched as they
    /// stand.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static StableProblem From(
        Cohort cohort,
        Policy policy,
        IReadOnlyDictionary<string, int>? mentorWeights = null,
        IProgress<MatchingProgress>? progress = null,
        CancellationToken ct = default
    )
    {
        ProblemValidation.Require(
            policy.Fairness == FairnessBounds.None,
            "fairness",
            "A matching cannot be both stable and within bounds of fairness."
        );
        if (mentorWeights is not null)
            Weights.Of(mentorWeights, "mentorWeights");
        return new(MatchingProblem.From(cohort, policy, progress, ct), mentorWeights, ct);
    }

    /// <summary>The stable matching that is best for one side, with ties broken by the order of the run.</summary>
    /// <param name="side">For whom it is the best.</param>
    /// <param name="progress">Told now and then, on the calling thread.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public StableResult Solve(
        ProposingSide side,
        IProgress<MatchingProgress>? progress = null,
        CancellationToken ct = default
    )
    {
        progress?.Report(new(MatchingStage.Assignment, 0));
        return new(
            this,
            side is ProposingSide.Mentees
                ? StableSolver.MenteesPropose(Graph, MentorScores, ct)
                : StableSolver.MentorsPropose(Graph, MentorScores, ct)
        );
    }

    /// <summary>Score, contributions and rules of any pair of the cohort, by the weights of the policy.</summary>
    /// <exception cref="KeyNotFoundException">One of the two is not in the cohort in that role.</exception>
    public PairExplanation Explain(Pair pair) => _directed.Explain(pair);

    /// <summary>The same by the weights of mentors.</summary>
    /// <exception cref="KeyNotFoundException">One of the two is not in the cohort in that role.</exception>
    public PairExplanation ExplainForMentor(Pair pair) =>
        OfMentor.Explain(Mentees[_directed.MenteeAt(pair.Mentee)], Mentors[_directed.MentorAt(pair.Mentor)]);

    internal static Policy OfMentors(Policy policy, IReadOnlyDictionary<string, int>? mentorWeights) =>
        policy with
        {
            Weights = mentorWeights ?? policy.Weights,
        };

    private int[] ScoresOfMentors(CancellationToken ct)
    {
        var scores = new int[Graph.EdgeCount];
        Parallel.For(
            0,
            Mentees.Length,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = ct },
            mentee =>
            {
                for (var edge = Graph.RowStart[mentee]; edge < Graph.RowStart[mentee + 1]; edge++)
                    scores[edge] = OfMentor.Score(Mentees[mentee], Mentors[Graph.Mentor[edge]]);
            }
        );
        return scores;
    }
}
