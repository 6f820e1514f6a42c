using PeerNetwork.Engagement.Mentorships;

namespace PeerNetwork.Engagement.Roadmaps;

/// <summary>The roadmap as the members see it.</summary>
/// <param name="Held">How many steps were held.</param>
/// <param name="Total">How many steps are not skipped.</param>
public sealed record RoadmapView(RoadmapMode Mode, int Held, int Total, IReadOnlyList<RoadmapStepView> Steps)
{
    public static RoadmapView? Of(Mentorship m) =>
        m.Roadmap is { } roadmap
            ? new(
                roadmap.Mode,
                roadmap.Held,
                roadmap.Total,
                [.. roadmap.Steps.Select((step, index) => RoadmapStepView.Of(step, index + 1, m))]
            )
            : null;
}

/// <param name="Number">Its place: 1, 2, 3.</param>
/// <param name="Week">In which week after the start it is held, 1 for the first.</param>
/// <param name="Assessment">The question that each member answers after the session; null for none.</param>
/// <param name="Answers">Those of all members.</param>
public sealed record RoadmapStepView(
    Guid Id,
    int Number,
    int Week,
    string Title,
    IReadOnlyList<string> Agenda,
    string? Assessment,
    RoadmapStepStatus Status,
    IReadOnlyList<StepAnswerView> Answers
)
{
    public static RoadmapStepView Of(RoadmapStep step, int number, Mentorship m) =>
        new(
            step.Id.Value,
            number,
            step.Content.Week,
            $"{step.Content.Title}",
            [.. step.Content.Agenda.Select(point => $"{point}")],
            step.Content.Assessment,
            step.StatusIn(m.Sessions),
            [.. step.Answers.Select(a => new StepAnswerView(a.By.Value, a.Score, a.Comment?.ToString(), a.At))]
        );
}

public sealed record StepAnswerView(Guid By, int Score, string? Comment, DateTimeOffset At);

/// <summary>How far a mentorship has come, for its coordinators.</summary>
/// <param name="Held">How many steps were held.</param>
/// <param name="Total">How many steps are not skipped.</param>
/// <param name="MeanScore">Of the answers of the members to all questions; null for fewer than five answers, or those
/// of one member alone.</param>
public sealed record RoadmapProgressView(
    RoadmapMode Mode,
    int Held,
    int Total,
    IReadOnlyList<StepProgressView> Steps,
    double? MeanScore
)
{
    private const int MinAnswers = 5;

    public static RoadmapProgressView? Of(Mentorship m) =>
        m.Roadmap is { } roadmap
            ? new(
                roadmap.Mode,
                roadmap.Held,
                roadmap.Total,
                [.. roadmap.Steps.Select((step, index) => StepProgressView.Of(step, index + 1, m))],
                MeanScoreOf([.. roadmap.Steps.SelectMany(step => step.Answers)])
            )
            : null;

    private static double? MeanScoreOf(IReadOnlyList<RoadmapStepAssessed> answers) =>
        answers.Count >= MinAnswers && answers.DistinctBy(a => a.By).Count() > 1
            ? Math.Round(answers.Average(a => a.Score), 1)
            : null;
}

/// <param name="Title">As the program says it; null where a member wrote it.</param>
public sealed record StepProgressView(Guid Id, int Number, int Week, string? Title, RoadmapStepStatus Status)
{
    public static StepProgressView Of(RoadmapStep step, int number, Mentorship m) =>
        new(step.Id.Value, number, step.Content.Week, step.Content.Title.OfProgram, step.StatusIn(m.Sessions));
}
