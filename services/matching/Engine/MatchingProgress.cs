namespace PeerNetwork.Matching.Engine;

/// <summary>How far a computation has come.</summary>
/// <param name="Progress">Of the present stage, 0 to 1000; never falls within a stage.</param>
public readonly record struct MatchingProgress(MatchingStage Stage, int Progress);

/// <summary>What a run computes, in this order.</summary>
public enum MatchingStage
{
    Candidates,
    Cardinality,
    Assignment,
    Fairness,
    Explanations,
}
