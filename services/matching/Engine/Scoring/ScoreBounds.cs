using static PeerNetwork.Matching.Engine.ProfileComparison;

namespace PeerNetwork.Matching.Engine;

/// <summary>
/// For one mentee an upper bound of the score with every mentor: from a table by cell where a factor reads few
/// attributes, from an inverted index where it compares words, and at the full value where it compares answers.
/// O(mentors + postings of the mentee's words), all of it additions in flat arrays; 4 bytes per mentor.
/// </summary>
internal sealed class ScoreBounds(Candidates candidates, Policy policy, MentorIndex index)
{
    // Adding the greatest score to it, several times over, stays below every score.
    private const int RuledOut = -1_000_000_000;

    private readonly (Factor Factor, int Weight)[] _factors =
    [
        .. Factor.All.Zip(candidates.FactorWeights).Where(factor => factor.Second > 0),
    ];
    private readonly (Factor Factor, int Weight)[] _answerFactors =
    [
        .. Factor
            .All.Zip(candidates.FactorWeights)
            .Where(factor => factor is { Second: > 0, First.DependsOn: DependsOn.Values or DependsOn.Personality }),
    ];
    private readonly int[] _gradePoints = new int[index.Grade.Representatives.Length];
    private readonly int[] _unitPoints = new int[index.Unit.Representatives.Length];
    private readonly int[] _recordedPoints = new int[index.Recorded.Representatives.Length];
    private int _location = -1;

    /// <summary>What the location adds, by cell; negative where a rule stands against all who are there.</summary>
    public int[] OfLocation { get; } = new int[index.Location.Representatives.Length];

    /// <summary>What everything else adds, by slot.</summary>
    public int[] Rest { get; } = new int[index.Slots];

    /// <param name="location">A number that mentees of one location share: when they come one after the other, part of
    /// the work is done once.</param>
    public void Sum(Profile mentee, int location)
    {
        if (location != _location)
            SumByCell(mentee, DependsOn.Location, index.Location, OfLocation);
        _location = location;
        SumByCell(mentee);
        SumByTerm(mentee);
    }

    /// <summary>How far the bound is above what the answers of these two really give.</summary>
    public int Excess(Profile mentee, Profile mentor)
    {
        var excess = 0;
        foreach (var (factor, weight) in _answerFactors)
            excess += factor.Value(mentee, mentor, policy) is { } value ? weight * (Full - value) : 0;
        return excess;
    }

    private void SumByCell(Profile mentee)
    {
        SumByCell(mentee, DependsOn.Grade, index.Grade, _gradePoints);
        SumByCell(mentee, DependsOn.Unit, index.Unit, _unitPoints);
        for (var cell = 0; cell < _recordedPoints.Length; cell++)
            _recordedPoints[cell] = BoundWithoutTerms(mentee, index.Recorded.Representatives[cell]);
        var (rest, grade, unit, recorded) = (Rest, index.Grade.Of, index.Unit.Of, index.Recorded.Of);
        var (gradePoints, unitPoints, recordedPoints) = (_gradePoints, _unitPoints, _recordedPoints);
        for (var slot = 0; slot < rest.Length; slot++)
            rest[slot] = gradePoints[grade[slot]] + unitPoints[unit[slot]] + recordedPoints[recorded[slot]];
    }

    private void SumByCell(Profile mentee, DependsOn reads, Cells cells, int[] points)
    {
        for (var cell = 0; cell < points.Length; cell++)
        {
            var mentor = cells.Representatives[cell];
            points[cell] = candidates.Permits(mentee, mentor, reads) ? 0 : RuledOut;
            foreach (var (factor, weight) in _factors)
            {
                if (factor.DependsOn == reads)
                    points[cell] += weight * (factor.Value(mentee, mentor, policy) ?? Neutral);
            }
        }
    }

    /// <summary>
    /// What the factors that compare lists give to one who has no word in common with the mentee, and at most to one
    /// who answered questions.
    /// </summary>
    private int BoundWithoutTerms(Profile mentee, Profile mentor)
    {
        var points = 0;
        foreach (var (factor, weight) in _factors)
        {
            points +=
                weight
                * factor.DependsOn switch
                {
                    DependsOn.Values => mentee.Values is [] || mentor.Values is [] ? Neutral : Full,
                    DependsOn.Personality => mentee.Personality is [] || mentor.Personality is [] ? Neutral : Full,
                    DependsOn.Skills or DependsOn.CareerInterests or DependsOn.Interests or DependsOn.Fields =>
                        factor.Value(mentee, mentor, policy) is null ? Neutral : 0,
                    _ => 0,
                };
        }
        return points;
    }

    /// <summary>
    /// What each word in common adds, rounded up, so that the sum is not below the factor's own value.
    /// </summary>
    private void SumByTerm(Profile mentee)
    {
        foreach (var (factor, weight) in _factors)
        {
            switch (factor.Name)
            {
                case "learning-goals":
                    foreach (var wanted in mentee.Skills)
                    {
                        foreach (var offered in index.Skills[wanted.Id])
                            Add(offered, weight * Coverage(wanted.Level, offered.Grade), mentee.Skills.Length);
                    }
                    break;
                case "career-interests":
                    foreach (var word in mentee.CareerInterests)
                        Add(index.CareerInterests[word], weight * Full, mentee.CareerInterests.Length);
                    break;
                case "shared-interests":
                    foreach (var word in mentee.Interests)
                    {
                        foreach (var posting in index.Interests[word])
                            Add(
                                posting,
                                weight * Full,
                                FactorValues.Enough(mentee.Interests.Length, posting.Grade!.Value)
                            );
                    }
                    break;
                case "career-change" when mentee.TargetField is { } target:
                    Add(index.Fields[target], weight * FactorValues.TargetOnly, 1);
                    foreach (var move in mentee.Moves)
                        Add(index.Moves[move], weight * (Full - FactorValues.TargetOnly), 1);
                    break;
                case "shared-background":
                    foreach (var field in mentee.Fields)
                        Add(index.Fields[field], weight * Full, 1);
                    break;
            }
        }
    }

    private void Add(ReadOnlySpan<Posting> postings, int points, int among)
    {
        foreach (var posting in postings)
            Add(posting, points, among);
    }

    private void Add(Posting posting, int points, int among)
    {
        var (rest, each) = (Rest, (points + among - 1) / among);
        foreach (var slot in posting.Slots)
            rest[slot] += each;
    }
}
