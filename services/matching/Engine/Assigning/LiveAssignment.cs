namespace PeerNetwork.Matching.Engine;

/// <summary>
/// An optimal assignment that stays optimal while single people are added, removed or changed: each change costs a few
/// shortest-path searches from the prices of the last answer instead of a new run, and ends with the same number
/// matched and the same total score as a new run. Positions are those of the graph; new ones follow, and those of
/// removed people stay empty. Setting up is O(edges); a change is O(seats concerned × edges × log people) at worst and
/// usually reads a few hundred rows. Not for use by several threads at a time.
/// </summary>
public sealed class LiveAssignment
{
    private readonly PricedAssignment _state;
    private readonly AugmentingPathSearch _augmentingPaths;
    private readonly VacancyPathSearch _vacancies;

    private LiveAssignment(PricedAssignment state)
    {
        _state = state;
        (_augmentingPaths, _vacancies) = (new AugmentingPathSearch(state), new VacancyPathSearch(state));
    }

    public int Matched => _state.Matched;

    /// <summary>In score units.</summary>
    public long TotalScore => _state.TotalScore;

    /// <summary>Continues from a solver's answer without bounds on groups.</summary>
    /// <exception cref="ArgumentException">The certificate does not prove the assignment for this graph.</exception>
    public static LiveAssignment From(CandidateGraph graph, Assignment solved) =>
        Certificate.Verify(graph, solved) is { Holds: false } verdict
            ? throw new ArgumentException(verdict.Sentence, nameof(solved))
            : new(PricedAssignment.From(graph, solved));

    /// <summary>The mentor of a mentee, or null.</summary>
    public int? MentorOf(int mentee) =>
        _state.MentorOf(mentee) is var mentor && mentor == PricedAssignment.None ? null : mentor;

    /// <param name="edges">Permitted mentors with scores.</param>
    /// <returns>The position of the new mentee.</returns>
    /// <exception cref="ArgumentException">An edge leads to no mentor.</exception>
    public int AddMentee(IReadOnlyList<(int Mentor, int Score)> edges)
    {
        RequireMentee(edges.All(edge => IsMentor(edge.Mentor)), nameof(edges), "Every edge must lead to a mentor.");
        var mentee = _state.AddMentee();
        Join(mentee, edges);
        return mentee;
    }

    /// <exception cref="ArgumentException">There is no such mentee.</exception>
    public void RemoveMentee(int mentee)
    {
        RequireMentee(IsMentee(mentee), nameof(mentee), "There is no such mentee.");
        var left = _state.Unassign(mentee);
        foreach (var mentor in _state.Mentees.Others(mentee).ToArray().Distinct())
            _state.Mentors.Take(mentor, mentee);
        _state.Mentees.Replace(mentee, []);
        _state.Profit[mentee] = 0;
        if (left != PricedAssignment.None)
            Fill(left);
    }

    /// <summary>Other permitted mentors, or other scores, for a mentee who stays.</summary>
    /// <exception cref="ArgumentException">There is no such mentee, or an edge leads to no mentor.</exception>
    public void ChangeMentee(int mentee, IReadOnlyList<(int Mentor, int Score)> edges)
    {
        RequireMentee(edges.All(edge => IsMentor(edge.Mentor)), nameof(edges), "Every edge must lead to a mentor.");
        RemoveMentee(mentee);
        Join(mentee, edges);
    }

    /// <param name="edges">Permitted mentees with scores.</param>
    /// <returns>The position of the new mentor.</returns>
    /// <exception cref="ArgumentException">Seats are negative, or an edge leads to no mentee.</exception>
    public int AddMentor(int capacity, IReadOnlyList<(int Mentee, int Score)> edges)
    {
        RequireMentor(capacity, edges);
        var mentor = _state.AddMentor(capacity);
        Open(mentor, edges);
        return mentor;
    }

    /// <exception cref="ArgumentException">There is no such mentor.</exception>
    public void RemoveMentor(int mentor)
    {
        RequireMentee(IsMentor(mentor), nameof(mentor), "There is no such mentor.");
        var displaced = _state.Holders(mentor).ToArray();
        foreach (var mentee in displaced)
            _state.Unassign(mentee);
        foreach (var mentee in _state.Mentors.Others(mentor))
            _state.Mentees.Take(mentee, mentor);
        _state.Mentors.Replace(mentor, []);
        (_state.Capacity[mentor], _state.Price[mentor]) = (0, 0);
        foreach (var mentee in displaced)
            Place(mentee);
    }

    /// <summary>Other seats, other permitted mentees or other scores for a mentor who stays.</summary>
    /// <exception cref="ArgumentException">There is no such mentor, seats are negative, or an edge leads to
    /// no mentee.</exception>
    public void ChangeMentor(int mentor, int capacity, IReadOnlyList<(int Mentee, int Score)> edges)
    {
        RequireMentor(capacity, edges);
        RemoveMentor(mentor);
        _state.Capacity[mentor] = capacity;
        Open(mentor, edges);
    }

    /// <exception cref="ArgumentException">There is no such mentor, or seats are negative.</exception>
    public void ChangeCapacity(int mentor, int capacity)
    {
        RequireMentee(IsMentor(mentor), nameof(mentor), "There is no such mentor.");
        RequireMentor(capacity, []);
        _state.Capacity[mentor] = capacity;
        while (_state.Holders(mentor).Count > capacity)
        {
            var mentee = _state.Holders(mentor)[^1];
            _state.Unassign(mentee);
            Place(mentee);
        }
        Fill(mentor);
    }

    /// <summary>The graph as it is now and the answer to it, with its certificate. O(edges).</summary>
    public (CandidateGraph Graph, Assignment Assignment) Snapshot() => _state.Snapshot();

    private void Join(int mentee, IReadOnlyList<(int Mentor, int Score)> edges)
    {
        _state.Mentees.Replace(mentee, edges);
        foreach (var (mentor, score) in Best(edges))
            _state.Mentors.Put(mentor, mentee, score);
        Place(mentee);
    }

    private void Open(int mentor, IReadOnlyList<(int Mentee, int Score)> edges)
    {
        _state.Mentors.Replace(mentor, Best(edges));
        foreach (var (mentee, score) in Best(edges))
            _state.Mentees.Put(mentee, mentor, score);
        _state.Price[mentor] = _state.MinPrice(mentor);
        Fill(mentor);
    }

    private void Place(int mentee)
    {
        _state.Profit[mentee] = _state.MinProfit(mentee);
        _augmentingPaths.Place(mentee);
    }

    private void Fill(int mentor)
    {
        while (_state.HasFreeCapacity(mentor) && _state.Price[mentor] > 0)
            _vacancies.Offer(mentor);
    }

    private bool IsMentee(int mentee) => mentee >= 0 && mentee < _state.Profit.Count;

    private bool IsMentor(int mentor) => mentor >= 0 && mentor < _state.Price.Count;

    private void RequireMentor(int capacity, IReadOnlyList<(int Mentee, int Score)> edges)
    {
        RequireMentee(capacity >= 0, nameof(capacity), "Seats must not be negative.");
        RequireMentee(edges.All(edge => IsMentee(edge.Mentee)), nameof(edges), "Every edge must lead to a mentee.");
    }

    private static void RequireMentee(bool holds, string name, string message)
    {
        if (!holds)
            throw new ArgumentException(message, name);
    }

    private static IEnumerable<(int Other, int Score)> Best(IEnumerable<(int Other, int Score)> edges) =>
        edges.GroupBy(edge => edge.Other, (other, several) => (other, several.Max(edge => edge.Score)));
}
