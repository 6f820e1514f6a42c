using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Tests.Engine;

/// <summary>
/// Answers the questions of <see cref="SolvedPair"/> from the whole graph of the cohort. Slow, and simple to believe.
/// </summary>
internal sealed class GraphAnswers(MatchingProblem problem, Assignment assignment)
{
    private readonly GraphPrices _prices = new(problem.Graph, assignment);
    private readonly Lazy<RuleCounterfactuals> _remedies = new(() =>
        new(problem.Mentees.Concat(problem.Mentors), problem.Policy)
    );

    private const string AtMostLoad =
        "The bound on mentors' load leaves this mentor no place beside those that the coordinator locked.";

    public ExclusionReason? ObstacleTo(Pair pair)
    {
        var (mentee, mentor) = (problem.MenteeAt(pair.Mentee), problem.MentorAt(pair.Mentor));
        if (problem.Locked.TryGetValue(pair.Mentee, out var locked))
            return locked == pair.Mentor ? null : ExclusionReason.MenteeLocked;
        if (BrokenRules(mentee, mentor).Any())
            return ExclusionReason.Rule;
        if (problem.Graph.Capacity[mentor] == 0)
            return IsAtMostLoad(mentor) ? ExclusionReason.MaxLoad : ExclusionReason.CapacityLocked;
        var edge = problem.Graph.EdgeOf(mentee, mentor);
        if (edge < 0)
            return ExclusionReason.NotAmongBest;
        if (edge == assignment.Edges[mentee])
            return null;
        return _prices.Lack(mentee, edge) switch
        {
            null => ExclusionReason.CapacityNeeded,
            > 0 => ExclusionReason.Outscored,
            _ => ExclusionReason.None,
        };
    }

    public string? WhyNot(Pair pair)
    {
        var (mentee, mentor) = (problem.MenteeAt(pair.Mentee), problem.MentorAt(pair.Mentor));
        return ObstacleTo(pair) switch
        {
            null => null,
            ExclusionReason.MenteeLocked => "The coordinator locked this mentee to another mentor.",
            ExclusionReason.Rule => BrokenRules(mentee, mentor)
                .First()
                .Check(problem.Mentees[mentee], problem.Mentors[mentor], problem.Policy)
                .Sentence,
            ExclusionReason.MaxLoad => AtMostLoad,
            ExclusionReason.CapacityLocked => "The coordinator locked all places of this mentor to other mentees.",
            ExclusionReason.NotAmongBest => "The mentor is not among the best "
                + $"{TextFormat.Count(problem.Policy.CandidatesPerMentee!.Value, "candidate")} of this mentee.",
            ExclusionReason.CapacityNeeded =>
                "Every place of this mentor is needed by mentees who have too few other candidates: "
                    + "this pair would leave one person more unmatched.",
            ExclusionReason.Outscored => SayLack(_prices.Lack(mentee, problem.Graph.EdgeOf(mentee, mentor))!.Value),
            _ => "By the prices nothing speaks against this pair; "
                + "of solutions with the greatest total the run settled on another.",
        };
    }

    public CounterfactualChange? WhatWouldHelp(Pair pair)
    {
        var (mentee, mentor) = (problem.MenteeAt(pair.Mentee), problem.MentorAt(pair.Mentor));
        if (problem.Locked.TryGetValue(pair.Mentee, out var locked))
            return locked == pair.Mentor
                ? null
                : CounterfactualChange.None("No change of a profile undoes what the coordinator has locked.");
        var (e, r) = (problem.Mentees[mentee], problem.Mentors[mentor]);
        var broken = BrokenRules(mentee, mentor).Select(rule => rule.Name).ToArray();
        if (broken is [] && problem.Graph.Capacity[mentor] == 0)
            broken = [Rule.FreePlace];
        if (broken is [Rule.FreePlace] && IsAtMostLoad(mentor))
            return CounterfactualChange.None(AtMostLoad);
        if (broken is not [])
            return KeepRules(broken, e, r, LockedTo(mentor));
        var edge = problem.Graph.EdgeOf(mentee, mentor);
        return edge >= 0 && edge == assignment.Edges[mentee] ? null : ReachPrice(mentee, mentor, edge);
    }

    private CounterfactualChange KeepRules(string[] broken, Profile mentee, Profile mentor, int taken)
    {
        // Two rules about places have one answer.
        var changes = broken.Select(rule => _remedies.Value.For(rule, mentee, mentor, taken)).ToArray();
        return Array.FindIndex(changes, change => change is null) is >= 0 and var never
            ? CounterfactualChange.None($"No change of a profile makes the rule '{broken[never]}' pass.")
            : new CounterfactualChange(
                true,
                [.. changes.SelectMany(change => change!).Distinct()],
                0,
                0,
                "The pair would be permitted if "
                    + TextFormat.List(
                        changes.SelectMany(change => change!).Distinct().Select(change => change.Sentence)
                    )
                    + "."
            );
    }

    private CounterfactualChange ReachPrice(int mentee, int mentor, int edge)
    {
        if (_prices.Of(mentee, mentor) is not { } price)
            return CounterfactualChange.None(
                "Places are short here, not points: one free place more at this mentor would allow the pair without "
                    + "leaving anybody out, but the run would give it to somebody who has nobody else."
            );
        var (e, r) = (problem.Mentees[mentee], problem.Mentors[mentor]);
        var score = problem.Candidates.Score(e, r);
        var needed = edge < 0 ? Math.Max(price, EntryOf(mentee, mentor)) : price;
        return needed <= score
            ? new(true, [], 0, 0, "No change is needed: of results with the same total the run settled on another.")
            : new ScoreCounterfactuals(e, r, problem.Policy, problem.Candidates.FactorWeights).Reach(score, needed);
    }

    /// <summary>The score with which a mentor who is not among the mentee's best candidates would be.</summary>
    private long EntryOf(int mentee, int mentor)
    {
        var worst = problem
            .Graph.EdgesOf(mentee)
            .MinBy(edge => new Candidate(problem.Graph.Mentor[edge], problem.Graph.Score[edge]).Rank);
        return problem.Graph.Score[worst] + (mentor > problem.Graph.Mentor[worst] ? 1L : 0L);
    }

    private int LockedTo(int mentor) => problem.Locked.Values.Count(locked => locked == problem.Mentors[mentor].Id);

    private bool IsAtMostLoad(int mentor) =>
        problem.Mentors[mentor].CapacityWithinHours > LockedTo(mentor) && problem.Graph.Capacity[mentor] == 0;

    private IEnumerable<Rule> BrokenRules(int mentee, int mentor) =>
        problem.Candidates.Rules.Where(rule =>
            !rule.Passes(problem.Mentees[mentee], problem.Mentors[mentor], problem.Policy)
        );

    private string SayLack(long lack) =>
        _prices.CountMeans
            ? "The place does more good elsewhere, with what the means of groups ask for counted in: "
                + $"{lack} points are missing."
            : "The place does more good elsewhere: "
                + $"with this pair the whole cohort's total would be at least {lack} points lower.";
}

internal sealed class GraphPrices(CandidateGraph graph, Assignment assignment)
{
    private readonly Certificate _proof = assignment.Certificate;
    private readonly Lazy<long[]> _ofPlaces = new(() => HighestPrices.Of(graph, assignment));

    /// <summary>The score from which on nothing speaks against the pair; null where no score would do.</summary>
    public long? Of(int mentee, int mentor) =>
        _proof.CoveredMentees[mentee] && _proof.OverDemandedMentors[mentor]
            ? null
            : ScoreFor(
                mentee,
                Math.Max(
                    _proof.MenteePrices[mentee] + _proof.MentorPrices[mentor],
                    OfMatch(mentee) + _ofPlaces.Value[mentor]
                )
            );

    /// <summary>What being matched is worth to this mentee's match beyond the place's price.</summary>
    private long OfMatch(int mentee) =>
        assignment.Edges[mentee] is >= 0 and var edge
            ? _proof.Worth(mentee, graph.Score[edge]) - _ofPlaces.Value[graph.Mentor[edge]]
            : _proof.MinPriceOf(mentee);

    /// <summary>Whether scores count with weights, because means of groups were asked for.</summary>
    public bool CountMeans => _proof.Groups is { Unit: > 1 };

    /// <summary>Points that an edge's score lacks, 0 or more; null where no score would do.</summary>
    public long? Lack(int mentee, int edge) =>
        Of(mentee, graph.Mentor[edge]) is { } price ? Math.Max(0, price - graph.Score[edge]) : null;

    /// <summary>The least score that is worth so much to the solver.</summary>
    private long ScoreFor(int mentee, long worth)
    {
        if (_proof.Groups is not { } groups)
            return worth;
        var none = groups.Worth(mentee, 0);
        var (more, each) = (worth - none, groups.Worth(mentee, 1) - none);
        return more > 0 ? (more + each - 1) / each : more / each;
    }
}
