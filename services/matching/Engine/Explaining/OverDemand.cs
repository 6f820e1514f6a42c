namespace PeerNetwork.Matching.Engine;

/// <summary>
/// The parts of a run where mentees compete for too few places: mentees and mentors whom candidates connect, found by
/// union and find (Tarjan 1975). One place more at any mentor of a part lets one person more be matched (Dulmage and
/// Mendelsohn 1958).
/// </summary>
internal sealed class OverDemand
{
    private const int MaxNamed = 3;

    private readonly MatchingProblem _problem;
    private readonly int[] _parent;
    private readonly Dictionary<int, Part> _parts;

    public OverDemand(MatchingProblem problem, Prices prices)
    {
        _problem = problem;
        _parent = [.. Enumerable.Range(0, problem.Graph.MentorCount)];
        var competing = Enumerable.Range(0, problem.Graph.MenteeCount).Where(prices.Competes).ToArray();
        foreach (var mentee in competing)
        {
            foreach (var mentor in MentorsOf(mentee))
                _parent[Root(mentor)] = Root(MentorsOf(mentee)[0]);
        }
        var menteesOf = competing.ToLookup(RootOf);
        _parts = Enumerable
            .Range(0, _parent.Length)
            .Where(prices.IsOverDemanded)
            .GroupBy(Root)
            .ToDictionary(
                part => part.Key,
                part => new Part(
                    [.. menteesOf[part.Key]],
                    part.Count(),
                    part.Sum(mentor => (long)problem.Graph.Capacity[mentor])
                )
            );
    }

    /// <param name="Mentees">Positions of those who compete.</param>
    public sealed record Part(int[] Mentees, int Mentors, long Capacity);

    /// <summary>Null where it is not for want of places that the mentee has none.</summary>
    public Part? PartOf(int mentee) => _parts.GetValueOrDefault(RootOf(mentee));

    /// <summary>What most mentees of a part want to learn, in the order of how many do.</summary>
    public string[] MostWanted(Part part) =>
        [
            .. part
                .Mentees.SelectMany(mentee => _problem.Mentees[mentee].Skills)
                .CountBy(skill => skill.Id)
                .Select(skill => (Word: _problem.Mentees[part.Mentees[0]].Terms.TermOf(skill.Key), skill.Value))
                .OrderByDescending(skill => skill.Value)
                .ThenBy(skill => skill.Word, StringComparer.Ordinal)
                .Take(MaxNamed)
                .Select(skill => skill.Word),
        ];

    private ReadOnlySpan<int> MentorsOf(int mentee) => _problem.Graph.Rows.Of(mentee);

    private int RootOf(int mentee) => Root(MentorsOf(mentee)[0]);

    private int Root(int mentor)
    {
        while (_parent[mentor] != mentor)
            mentor = _parent[mentor] = _parent[_parent[mentor]];
        return mentor;
    }
}
