using static PeerNetwork.Matching.Engine.ProfileComparison;

namespace PeerNetwork.Matching.Engine;

/// <summary>
/// How alike two people answer. Both questionnaires count likeness, not complementarity: deep-level similarity goes
/// with mentorships that mentees find good (Eby and others 2013, Psychological Bulletin 139). Only questions that both
/// answered count, and answers by chance come to the neutral value, so that who declines loses nothing.
/// </summary>
internal static class QuestionnaireSimilarity
{
    public const int MinAnswer = 1;
    public const int MaxAnswer = 5;

    /// <summary>
    /// The distance at which nothing is left, in tenths of a step: twice the 1.6 that two answers by chance are apart.
    /// </summary>
    private const int MaxDistanceTenths = 32;

    public static int? Similarity(Answer[] mine, Answer[] theirs)
    {
        var (count, distance) = Compare(mine, theirs);
        return count == 0 ? null : Math.Max(0, Full - (distance * 10 * Full / (MaxDistanceTenths * count)));
    }

    public static string Describe(Answer[] mine, Answer[] theirs)
    {
        var (count, distance) = Compare(mine, theirs);
        return $"Both answered {Engine.TextFormat.Count(count, "question")}; their answers lie "
            + $"{Engine.TextFormat.Tenths(distance * 10 / count)} steps apart on average.";
    }

    /// <summary>
    /// How many questions both answered, and the sum of steps between their answers; both lists are sorted by question.
    /// </summary>
    private static (int Count, int Distance) Compare(Answer[] mine, Answer[] theirs)
    {
        var (count, distance, i, j) = (0, 0, 0, 0);
        while (i < mine.Length && j < theirs.Length)
        {
            if (mine[i].Question == theirs[j].Question)
                (count, distance) = (count + 1, distance + Math.Abs(mine[i++].Step - theirs[j++].Step));
            else if (mine[i].Question < theirs[j].Question)
                i++;
            else
                j++;
        }
        return (count, distance);
    }
}

internal readonly record struct Answer(int Question, int Step);
