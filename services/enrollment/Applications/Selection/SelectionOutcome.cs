using PeerNetwork.Enrollment.Programs;

namespace PeerNetwork.Enrollment.Applications.Selection;

/// <summary>What the assessments of an applicant say together.</summary>
/// <param name="Score">The weighted score; for an application as both, the lower one of the two roles.</param>
/// <param name="Recommended">Whether the score reaches the minimum, for an application as both in each role.</param>
public sealed record SelectionOutcome(decimal Score, bool Recommended, IReadOnlyList<RoleOutcome> Roles)
{
    private const int Digits = 2;

    /// <summary>Scores assessments by the rubrics, each of which has a score for each criterion.</summary>
    public static SelectionOutcome Of(
        IReadOnlyList<RoleSelection> rubrics,
        IEnumerable<IReadOnlyList<CriterionScore>> assessments
    )
    {
        var scores = assessments
            .SelectMany(assessment => assessment)
            .ToLookup(score => (score.Role, score.Criterion), score => (decimal)score.Score);
        RoleOutcome[] roles = [.. rubrics.Select(rubric => Of(rubric, scores))];
        return new(roles.Min(role => role.Score), roles.All(role => role.Recommended), roles);
    }

    // Rounded before it is compared, so that the decision is made by the number that people read.
    private static RoleOutcome Of(RoleSelection rubric, ILookup<(ParticipantRole, string), decimal> scores)
    {
        var criteria = rubric.Step.Criteria;
        var means = criteria.ToDictionary(c => c.Title, c => scores[(rubric.Role, c.Title)].Average());
        var score = Round(criteria.Sum(c => means[c.Title] * c.Weight) / criteria.Sum(c => c.Weight));
        return new(
            rubric.Role,
            score,
            rubric.Step.MinScore,
            score >= rubric.Step.MinScore,
            [.. criteria.Select(c => new CriterionMean(c.Title, Round(means[c.Title])))]
        );
    }

    private static decimal Round(decimal number) => Math.Round(number, Digits, MidpointRounding.AwayFromZero);
}

/// <param name="Score">The mean of the criteria by their weights, rounded to two digits.</param>
/// <param name="MinScore">What the program asked for when the last assessment was recorded.</param>
public sealed record RoleOutcome(
    ParticipantRole Role,
    decimal Score,
    decimal MinScore,
    bool Recommended,
    IReadOnlyList<CriterionMean> Criteria
);

/// <param name="Mean">The mean of all assessors who scored the criterion, rounded to two digits.</param>
public sealed record CriterionMean(string Criterion, decimal Mean);
