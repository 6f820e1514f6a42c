namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Why each mentee without a mentor has none, and what to do next. O(edges), and O(mentors × rules) for one without any
/// candidate.
/// </summary>
internal sealed class UnmatchedMentees(
    MatchingProblem problem,
    Assignment assignment,
    Prices prices,
    Lazy<RuleCounterfactuals> counterfactuals
)
{
    private readonly Lazy<OverDemand> _overDemand = new(() => new OverDemand(problem, prices));
    private readonly Dictionary<OverDemand.Part, string> _shortage = [];
    private readonly MenteesWithoutCandidate _withoutCandidate = new(problem, counterfactuals);

    public IEnumerable<Unmatched> All()
    {
        for (var mentee = 0; mentee < problem.Mentees.Length; mentee++)
        {
            if (assignment.Edges[mentee] < 0 && !problem.Locked.ContainsKey(problem.Mentees[mentee].Id))
                yield return problem.Graph.HasEdges(mentee) ? WithoutPlace(mentee) : _withoutCandidate.For(mentee);
        }
    }

    private Unmatched WithoutPlace(int mentee)
    {
        if (_overDemand.Value.PartOf(mentee) is not { } part)
            return new(
                problem.Mentees[mentee].Id,
                UnmatchedReasons.OverDemanded,
                "Others need the places of all mentors who suit more.",
                "More places are needed."
            );
        if (!_shortage.TryGetValue(part, out var shortage))
        {
            var wanted = _overDemand.Value.MostWanted(part);
            var mentors = part.Mentors == 1 ? "this mentor" : $"any of these {part.Mentors} mentors";
            _shortage[part] = shortage =
                $"One place more at {mentors} lets one mentee more be matched"
                + (wanted is [] ? "." : $"; what most want to learn is {TextFormat.List(wanted)}.");
        }
        var nearest = problem
            .Graph.EdgesOf(mentee)
            .MinBy(edge => (prices.MissingPoints(mentee, edge) ?? long.MaxValue, edge));
        return new(
            problem.Mentees[mentee].Id,
            UnmatchedReasons.OverDemanded,
            "All mentors who suit are over-demanded: "
                + $"{TextFormat.Count(part.Mentees.Length, "mentee")} compete for "
                + $"{TextFormat.Count(part.Capacity, "place")}, and all are taken.",
            $"{shortage} To the place nearest to this mentee "
                + $"{TextFormat.Count(prices.MissingPoints(mentee, nearest) ?? 0, "point")} are missing.",
            problem.Mentors[problem.Graph.Mentor[nearest]].Id
        );
    }
}
