namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Which mentees may be in a group of which mentor, and what they are worth there: mentees and mentors are positions
/// from 0, scores are millionths. The capacity of a mentor in the graph is a number of groups. 4 bytes per mentee and
/// mentor.
/// </summary>
internal sealed class GroupGraph
{
    /// <summary>The score of a mentee and a mentor who are not permitted.</summary>
    public const int NotPermitted = int.MinValue;

    /// <param name="candidates">One who is locked has one mentor alone. Scores are 0 to 1,000,000.</param>
    /// <param name="locked">Of each mentee.</param>
    public GroupGraph(CandidateGraph candidates, GroupSizes sizes, PartnerValues partners, bool[] locked)
    {
        (Candidates, Sizes, Partners, Locked) = (candidates, sizes, partners, locked);
        Scores = [.. candidates.Capacity.Select(_ => Enumerable.Repeat(NotPermitted, MenteeCount).ToArray())];
        for (var mentee = 0; mentee < MenteeCount; mentee++)
        {
            for (var edge = candidates.RowStart[mentee]; edge < candidates.RowStart[mentee + 1]; edge++)
            {
                ref var score = ref Scores[candidates.Mentor[edge]][mentee];
                score = Math.Max(score, candidates.Score[edge]);
            }
        }
        MaxGroups =
        [
            .. candidates.Capacity.Select(
                (groups, mentor) => Math.Min(groups, Scores[mentor].Count(score => score != NotPermitted) / sizes.Min)
            ),
        ];
    }

    public CandidateGraph Candidates { get; }
    public GroupSizes Sizes { get; }
    public PartnerValues Partners { get; }
    public bool[] Locked { get; }

    /// <summary>By mentor and mentee, or <see cref="NotPermitted"/>.</summary>
    public int[][] Scores { get; }

    /// <summary>How many groups a mentor may lead, as far as there are candidates for.</summary>
    public int[] MaxGroups { get; }

    public int MenteeCount => Candidates.MenteeCount;
    public int MentorCount => Candidates.MentorCount;

    /// <summary>A locked mentee with a group counts more than all others.</summary>
    public long Placement(int mentee) => Locked[mentee] ? MenteeCount + 1L : 1;

    /// <summary>The permitted pairs of mentors with groups, each mentor with so many seats for each group.</summary>
    /// <param name="groups">Of each mentor.</param>
    public CandidateGraph Places(int[] groups, int seats)
    {
        var (start, mentors, scores) = (new int[MenteeCount + 1], new List<int>(), new List<int>());
        for (var mentee = 0; mentee < MenteeCount; mentee++)
        {
            foreach (var edge in Candidates.EdgesOf(mentee))
            {
                if (groups[Candidates.Mentor[edge]] == 0)
                    continue;
                mentors.Add(Candidates.Mentor[edge]);
                scores.Add(Candidates.Score[edge]);
            }
            start[mentee + 1] = mentors.Count;
        }
        int[] capacity = [.. groups.Select(count => (int)Math.Min(MenteeCount, (long)count * seats))];
        return new(capacity, start, [.. mentors], [.. scores]);
    }
}
