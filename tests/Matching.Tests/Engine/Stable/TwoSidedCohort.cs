using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Tests.Engine;

/// <summary>A small cohort in which both sides have scores, and what is stable in it by the definition.</summary>
internal sealed record TwoSidedCohort(CandidateGraph Graph, int[] MentorScores)
{
    public IEnumerable<int> Mentees => Enumerable.Range(0, Graph.MenteeCount);

    public IEnumerable<int> Mentors => Enumerable.Range(0, Graph.MentorCount);

    /// <param name="permitted">A row of mentors per mentee.</param>
    public static TwoSidedCohort Of(int[] seats, bool[] permitted, int[] menteeScores, int[] mentorScores)
    {
        var at = 0;
        var rows = permitted
            .Chunk(seats.Length)
            .Select(row => row.Index().Where(p => p.Item).Select(p => (p.Index, menteeScores[at++])).ToArray())
            .ToArray();
        return new(Graphs.Of(seats, rows), mentorScores);
    }

    public IEnumerable<int[]> StableChoices() => Graphs.EveryChoice(Graph).Where(IsStable);

    public bool IsStable(int[] edges) => !BlockingPairs(edges).Any();

    public IEnumerable<(int Mentee, int Mentor)> BlockingPairs(int[] edges) =>
        from mentee in Mentees
        from edge in Graph.EdgesOf(mentee)
        let mentor = Graph.Mentor[edge]
        where MenteeScore(edge) > MenteeScore(edges[mentee])
        where
            CountOf(mentor, edges) < Graph.Capacity[mentor]
            || ScoresOfMentor(mentor, edges).Any(score => score < MentorScores[edge])
        select (mentee, mentor);

    /// <summary>Any mentor is better than none, whose score is -1.</summary>
    public int MenteeScore(int edge) => edge < 0 ? -1 : Graph.Score[edge];

    public int CountOf(int mentor, int[] edges) => ScoresOfMentor(mentor, edges).Count();

    /// <summary>The best first.</summary>
    public IEnumerable<int> ScoresOfMentor(int mentor, int[] edges) =>
        edges
            .Where(edge => edge >= 0 && Graph.Mentor[edge] == mentor)
            .Select(edge => MentorScores[edge])
            .OrderDescending();
}
