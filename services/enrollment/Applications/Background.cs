using FluentValidation;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>
/// What an applicant adds for the matching. All of it is optional. A missing answer counts neither for nor against a
/// pair.
/// </summary>
/// <param name="Goals">Tags from the program's list.</param>
/// <param name="TargetField">The field of work that a mentee wants to move to; of a mentor it has no effect.</param>
/// <param name="Fields">Fields of work held so far, the oldest first; the last is the present one.</param>
/// <param name="Values">Answers, 1 (not at all) to 5 (very much), by <see cref="Questionnaire.Values"/>.</param>
/// <param name="Personality">Answers, 1 (not at all) to 5 (very much), by
/// <see cref="Questionnaire.Personality"/>.</param>
public sealed record Background(
    IReadOnlyList<string> Goals,
    string? TargetField,
    IReadOnlyList<string> Fields,
    IReadOnlyDictionary<string, int> Values,
    IReadOnlyDictionary<string, int> Personality
)
{
    private static readonly Dictionary<string, int> NoAnswers = [];

    /// <summary>Null where the applicant left out everything.</summary>
    public static Background? Of(SubmitApplication.Request request) =>
        request
            is {
                Goals: null or [],
                TargetField: null,
                Fields: null or [],
                Values: null or { Count: 0 },
                Personality: null or { Count: 0 }
            }
            ? null
            : new(
                request.Goals ?? [],
                request.TargetField,
                request.Fields ?? [],
                request.Values ?? NoAnswers,
                request.Personality ?? NoAnswers
            );
}

/// <summary>The questions that an applicant may answer, by their keys: "how much is this true of you?"</summary>
public static class Questionnaire
{
    /// <summary>
    /// What matters at work, after the four higher-order values of Schwartz (1992), two questions for each.
    /// </summary>
    public static IReadOnlyList<string> Values { get; } =
    ["independence", "novelty", "achievement", "influence", "security", "tradition", "helping-others", "fairness"];

    /// <summary>The five factors of personality (Goldberg 1990).</summary>
    public static IReadOnlyList<string> Personality { get; } =
    ["openness", "conscientiousness", "extraversion", "agreeableness", "calmness"];

    /// <summary>Answers from 1 to 5 to some of the questions. Null is valid.</summary>
    public static IRuleBuilderOptions<T, IReadOnlyDictionary<string, int>?> Answers<T>(
        this IRuleBuilder<T, IReadOnlyDictionary<string, int>?> rule,
        IReadOnlyList<string> questions
    ) =>
        rule.Must(answers => answers is null || answers.Keys.All(questions.Contains))
            .WithMessage($"must answer none but these questions: {string.Join(", ", questions)}")
            .Must(answers => answers is null || answers.Values.All(answer => answer is >= 1 and <= 5))
            .WithMessage("must have answers from 1 to 5");
}
