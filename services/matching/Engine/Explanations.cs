namespace PeerNetwork.Matching.Engine;

/// <param name="Weight">Thousandths of the whole.</param>
/// <param name="Value">Thousandths, 0 to 1000; 500 where data is missing.</param>
/// <param name="Points">Weight × Value, in millionths of the score.</param>
public sealed record Contribution(string Factor, int Weight, int Value, int Points, string Sentence);

public sealed record RuleCheck(string Rule, bool Passed, string Sentence);

/// <summary>
/// Why a pair scores as it does. The points of the contributions add up to <see cref="Score"/>, to the last millionth.
/// </summary>
public sealed record PairExplanation(
    Pair Pair,
    int Score,
    IReadOnlyList<Contribution> Contributions,
    IReadOnlyList<RuleCheck> Rules
)
{
    public bool Permitted => Rules.All(rule => rule.Passed);
}

public sealed record Proposal(
    Pair Pair,
    int Score,
    bool Locked,
    IReadOnlyList<Contribution> Contributions,
    IReadOnlyList<RuleCheck> Rules
);

/// <param name="Reason">A stable word, see <see cref="UnmatchedReasons"/>.</param>
/// <param name="NextStep">What would help, in words.</param>
/// <param name="Nearest">The mentor with whom least is missing, for <see cref="MatchingResult.WhatWouldHelp"/>; null
/// where there is none.</param>
public sealed record Unmatched(
    Guid Mentee,
    string Reason,
    string Sentence,
    string? NextStep = null,
    Guid? Nearest = null
);

public static class UnmatchedReasons
{
    public const string NotEligible = "not-eligible";
    public const string NoFreePlace = "no-free-place";
    public const string NoCandidate = "no-candidate";
    public const string OverDemanded = "over-demanded";

    /// <summary>In a stable matching: the mentors who suit prefer those who hold their places.</summary>
    public const string PreferredOthers = "preferred-others";
}

/// <summary>What keeps two people of a run apart, the first that does.</summary>
public enum ExclusionReason
{
    /// <summary>Of results with the same total the run settled on another.</summary>
    None,

    /// <summary>The coordinator gave the mentee another mentor.</summary>
    MenteeLocked,

    /// <summary>The pair breaks at least one rule.</summary>
    Rule,

    /// <summary>The coordinator gave all places of the mentor to others.</summary>
    CapacityLocked,

    /// <summary>The bound on load leaves the mentor no place.</summary>
    MaxLoad,

    /// <summary>The mentor is not one of the best candidates that the mentee keeps.</summary>
    NotAmongBest,

    /// <summary>The mentor's places are needed by mentees who have too few others.</summary>
    CapacityNeeded,

    /// <summary>The place does more good elsewhere.</summary>
    Outscored,

    /// <summary>In a stable matching: the mentee has a mentor whom the mentee prefers.</summary>
    MenteePrefersOther,

    /// <summary>In a stable matching: the mentor's places are held by mentees whom the mentor prefers.</summary>
    MentorPrefersOthers,
}
