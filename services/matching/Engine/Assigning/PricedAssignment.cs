namespace PeerNetwork.Matching.Engine;

/// <summary>
/// An assignment with the prices that prove it, while both change. The worth of a pair is its score plus
/// <see cref="Match"/>, so that one more person matched counts more than any scores. Between changes, profit and price
/// of a pair are at least its worth and equal it where the pair is matched; an unmatched mentee has profit 0, a mentor
/// with a free seat has price 0, and neither is ever negative.
/// </summary>
internal sealed class PricedAssignment
{
    /// <summary>
    /// More than four times what the scores along any path amount to: 2^21 people with scores of 32 bits.
    /// </summary>
    public const long Match = 1L << 56;
    public const int None = -1;

    private readonly List<List<int>> _holders = [];
    private readonly List<int> _mentorOf = [];
    private readonly List<int> _scoreOf = [];

    public PricedAssignment(CandidateGraph graph)
    {
        Mentees = new ChangingRows(graph.Rows);
        Mentors = new ChangingRows(graph.Rows.Transposed(graph.MentorCount));
        foreach (var capacity in graph.Capacity)
            AddMentor(capacity);
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
            AddMentee();
    }

    /// <summary>The edges from both sides; of several edges of one pair the mentors' side has the best.</summary>
    public ChangingRows Mentees { get; }
    public ChangingRows Mentors { get; }
    public List<int> Capacity { get; } = [];

    /// <summary>What its match is worth to each mentee beyond the price of the place.</summary>
    public List<long> Profit { get; } = [];

    /// <summary>Of a place at each mentor.</summary>
    public List<long> Price { get; } = [];
    public int Matched { get; private set; }
    public long TotalScore { get; private set; }

    /// <summary>
    /// Takes over what a solver found; its prices gain a match wherever the cover of its certificate says so.
    /// </summary>
    public static PricedAssignment From(CandidateGraph graph, Assignment solved)
    {
        var (state, proof) = (new PricedAssignment(graph), solved.Certificate);
        for (var mentor = 0; mentor < graph.MentorCount; mentor++)
            state.Price[mentor] = proof.MentorPrices[mentor] + (proof.OverDemandedMentors[mentor] ? Match : 0);
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
        {
            state.Profit[mentee] = proof.MenteePrices[mentee] + (proof.CoveredMentees[mentee] ? Match : 0);
            if (solved.Edges[mentee] >= 0)
                state.Assign(mentee, graph.Mentor[solved.Edges[mentee]]);
        }
        return state;
    }

    public int AddMentee()
    {
        _mentorOf.Add(None);
        _scoreOf.Add(0);
        Profit.Add(0);
        return Profit.Count - 1;
    }

    public int AddMentor(int capacity)
    {
        _holders.Add([]);
        Capacity.Add(capacity);
        Price.Add(0);
        return Price.Count - 1;
    }

    public int MentorOf(int mentee) => _mentorOf[mentee];

    public IReadOnlyList<int> Holders(int mentor) => _holders[mentor];

    public bool HasFreeCapacity(int mentor) => _holders[mentor].Count < Capacity[mentor];

    public void Assign(int mentee, int mentor)
    {
        _mentorOf[mentee] = mentor;
        _holders[mentor].Add(mentee);
        _scoreOf[mentee] = Score(mentee, mentor);
        (Matched, TotalScore) = (Matched + 1, TotalScore + _scoreOf[mentee]);
    }

    /// <summary>Gives the mentor whose seat becomes free, or none.</summary>
    public int Unassign(int mentee)
    {
        var mentor = _mentorOf[mentee];
        if (mentor == None)
            return None;
        _mentorOf[mentee] = None;
        _holders[mentor].Remove(mentee);
        (Matched, TotalScore) = (Matched - 1, TotalScore - _scoreOf[mentee]);
        return mentor;
    }

    /// <summary>How far the prices of a pair exceed its worth; 0 where it is matched.</summary>
    public long Slack(int mentee, int mentor, int score) => Profit[mentee] + Price[mentor] - score - Match;

    /// <summary>The least profit at which no mentor is worth more to this mentee.</summary>
    public long MinProfit(int mentee) => MaxRemaining(Mentees.Others(mentee), Mentees.Scores(mentee), Price);

    /// <summary>The least price at which this mentor's place is worth no more to any mentee.</summary>
    public long MinPrice(int mentor) => MaxRemaining(Mentors.Others(mentor), Mentors.Scores(mentor), Profit);

    /// <summary>What is left of the worth of the best pair of a row once the other has its part; 0 or more.</summary>
    private static long MaxRemaining(ReadOnlySpan<int> others, ReadOnlySpan<int> scores, List<long> partOf)
    {
        var most = 0L;
        for (var at = 0; at < others.Length; at++)
            most = Math.Max(most, scores[at] + Match - partOf[others[at]]);
        return most;
    }

    public (CandidateGraph Graph, Assignment Assignment) Snapshot()
    {
        var rows = Enumerable.Range(0, Profit.Count).Select(Mentees.Edges).ToArray();
        var start = new int[rows.Length + 1];
        for (var mentee = 0; mentee < rows.Length; mentee++)
            start[mentee + 1] = start[mentee] + rows[mentee].Length;
        var all = rows.SelectMany(row => row).ToArray();
        var graph = new CandidateGraph(
            [.. Capacity],
            start,
            [.. all.Select(edge => edge.Other)],
            [.. all.Select(edge => edge.Score)]
        );
        return (graph, On(graph));
    }

    /// <summary>
    /// The answer on a graph that has these edges, such as the one from which it all began while no edge has changed.
    /// </summary>
    public Assignment On(CandidateGraph graph) =>
        new(
            [.. _mentorOf.Select((mentor, mentee) => mentor == None ? -1 : graph.EdgeOf(mentee, mentor))],
            Matched,
            TotalScore,
            Proof()
        );

    /// <summary>Whatever has a match in its price belongs to the cover.</summary>
    private Certificate Proof()
    {
        bool[] covered = [.. Profit.Select(HasMatch)],
            scarce = [.. Price.Select(HasMatch)];
        return new(covered, scarce, [.. Profit.Select(Rest)], [.. Price.Select(Rest)]);

        static bool HasMatch(long price) => price > Match / 2;
        static long Rest(long price) => HasMatch(price) ? price - Match : price;
    }

    private int Score(int mentee, int mentor)
    {
        var best = int.MinValue;
        var others = Mentees.Others(mentee);
        var scores = Mentees.Scores(mentee);
        for (var at = 0; at < others.Length; at++)
        {
            if (others[at] == mentor)
                best = Math.Max(best, scores[at]);
        }
        return best;
    }
}
