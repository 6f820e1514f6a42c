namespace PeerNetwork.Matching.Engine;

/// <summary>Two peers who are proposed to one another.</summary>
/// <param name="Score">The mean of both directions in millionths, rounded down.</param>
/// <param name="ForOne">The second person as the mentor of the first, who has the smaller id.</param>
/// <param name="ForOther">The first person as the mentor of the second.</param>
public sealed record PeerProposal(int Score, bool Locked, PairExplanation ForOne, PairExplanation ForOther);

/// <summary>
/// A solved problem of peers in terms of people. It may also be made again from a stored matching of the same problem.
/// Whatever concerns all people is computed when it is first asked for: a question to a stored run is about one pair.
/// </summary>
public sealed class PeerResult(PeerProblem problem, PeerMatching matching)
{
    private readonly Lazy<IReadOnlyList<PeerProposal>> _proposals = new(() =>
        [
            .. problem
                .Locked.Select(pair => Propose(problem, pair, locked: true))
                .Concat(PairsOf(problem, matching).Select(pair => Propose(problem, pair, locked: false)))
                .OrderBy(proposal => proposal.ForOne.Pair.Mentee),
        ]
    );

    private readonly Lazy<IReadOnlyList<Unmatched>> _unmatched = new(() =>
        [
            .. Enumerable
                .Range(0, problem.Peers.Length)
                .Where(peer => matching.Partners[peer] < 0 && !problem.IsLocked(peer))
                .Select(peer => WithoutPartner(problem, matching, peer))
                .OrderBy(unmatched => unmatched.Mentee),
        ]
    );

    /// <summary>The solver's answer on <see cref="PeerProblem.Graph"/>, without locked pairs.</summary>
    public PeerMatching Matching => matching;

    /// <summary>One for each pair, sorted by the smaller id of the two, locked pairs included.</summary>
    public IReadOnlyList<PeerProposal> Proposals => _proposals.Value;

    /// <summary>Everybody else, sorted by id. O(people) for each one without any permitted pair.</summary>
    public IReadOnlyList<Unmatched> Unmatched => _unmatched.Value;

    /// <summary>Millionths, locked pairs included.</summary>
    public long TotalScore => Proposals.Sum(proposal => (long)proposal.Score);

    public VerificationResult Verify() => PeerCertificate.Verify(problem.Graph, matching);

    /// <summary>One sentence on why these two are no pair; null when they are one.</summary>
    /// <exception cref="KeyNotFoundException">One of the two is not in the cohort.</exception>
    public string? WhyNot(Pair pair)
    {
        var (one, other) = (problem.At(pair.Mentee), problem.At(pair.Mentor));
        if (problem.Locked.Any(locked => locked == pair || locked == new Pair(pair.Mentor, pair.Mentee)))
            return null;
        if (problem.IsLocked(one) || problem.IsLocked(other))
            return "The coordinator gave at least one of the two another partner.";
        if (matching.Partners[one] == other)
            return null;
        if (problem.RulesOf(one, other).FirstOrDefault(rule => !rule.Passed) is { } broken)
            return $"The pair breaks the rule '{broken.Rule}'. {broken.Sentence}";
        if (problem.Graph.EdgeOf(one, other) is not (>= 0 and var edge))
            return "Neither of the two is among the best candidates that the other keeps.";
        return matching.Certificate.MissingPoints(one, other, problem.Graph.Score[edge]) switch
        {
            0 => "Nothing speaks against this pair: of results that are equally good the run settled on another.",
            <= PeerGraph.MaxScore and var points =>
                $"The two do more good with others: {TextFormat.Count(points, "point")} are missing to this pair.",
            _ => "With this pair fewer people would have a partner.",
        };
    }

    private static IEnumerable<Pair> PairsOf(PeerProblem problem, PeerMatching matching)
    {
        for (var peer = 0; peer < matching.Partners.Length; peer++)
        {
            if (matching.Partners[peer] > peer)
            {
                var (one, other) = (problem.Peers[peer].Id, problem.Peers[matching.Partners[peer]].Id);
                yield return one < other ? new(one, other) : new(other, one);
            }
        }
    }

    private static PeerProposal Propose(PeerProblem problem, Pair pair, bool locked)
    {
        var (one, other) = (problem.Explain(pair), problem.Explain(new(pair.Mentor, pair.Mentee)));
        return new(PeerProblem.ScoreOf(one.Score, other.Score), locked, one, other);
    }

    private static Unmatched WithoutPartner(PeerProblem problem, PeerMatching matching, int peer)
    {
        var person = problem.Peers[peer].Person;
        if (problem.Graph.RowStart[peer + 1] > problem.Graph.RowStart[peer])
            return new(
                person.Id,
                UnmatchedReasons.OverDemanded,
                "Everyone who suits has another partner: "
                    + $"with these people no more than {TextFormat.Count(matching.Pairs, "pair")} can be made.",
                "One peer more who suits lets this one have a partner."
            );
        if (person.IneligibilityReason is { } why)
            return new(
                person.Id,
                UnmatchedReasons.NotEligible,
                $"This peer may not be matched at present: {why}.",
                "This has to change first."
            );
        return problem.HasPlace(peer)
            ? WithoutCandidate(problem, peer)
            : new(
                person.Id,
                UnmatchedReasons.NoFreePlace,
                "A peer gives a place as a mentor, and this one has none left.",
                "Ask this peer for a place or for more hours."
            );
    }

    private static Unmatched WithoutCandidate(PeerProblem problem, int peer)
    {
        var others = Enumerable.Range(0, problem.Peers.Length).Where(other => other != peer).ToArray();
        var (rule, count) = BrokenRules.MostFrequent(others.Select(other => problem.RulesOf(peer, other)));
        return new(
            problem.Peers[peer].Id,
            UnmatchedReasons.NoCandidate,
            others is []
                ? "Nobody else takes part as a peer."
                : $"None of {TextFormat.Count(others.Length, "other peer")} may be this one's partner.",
            rule is null
                ? "More peers are needed."
                : $"The rule '{rule}' keeps {count} of them apart from this peer, the most of all rules."
        );
    }
}
