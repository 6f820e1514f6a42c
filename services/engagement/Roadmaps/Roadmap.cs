using System.Collections.Immutable;
using System.Diagnostics;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Programs;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Roadmaps;

public readonly record struct RoadmapStepId(Guid Value);

/// <summary>How far the members keep to the roadmap of the program.</summary>
public enum RoadmapMode
{
    /// <summary>The members change their copy, and leave out what they do not need.</summary>
    Flexible,

    /// <summary>The steps are held in order. A coordinator may leave one out.</summary>
    Structured,
}

public enum RoadmapStepStatus
{
    Open,

    /// <summary>A session is planned for it.</summary>
    Planned,

    Held,

    Skipped,
}

/// <summary>A line of the roadmap: of the program, or as a member wrote it. One of the two is set.</summary>
public sealed record StepText(string? OfProgram, PersonalText? OfMember = null)
{
    public override string ToString() => OfProgram ?? $"{OfMember}";
}

/// <summary>What a step is about.</summary>
/// <param name="Week">In which week after the start of the mentorship it is held, 1 for the first.</param>
/// <param name="Assessment">The question of the program on progress; null for none.</param>
public sealed record StepContent(
    RoadmapStepId Step,
    int Week,
    StepText Title,
    IReadOnlyList<StepText> Agenda,
    string? Assessment = null
)
{
    public bool Equals(StepContent? other) =>
        other is not null
        && (Step, Week, Title, Assessment) == (other.Step, other.Week, other.Title, other.Assessment)
        && Agenda.SequenceEqual(other.Agenda);

    public override int GetHashCode() => Step.GetHashCode();
}

public abstract record RoadmapEvent(MentorshipId Mentorship) : MentorshipEvent;

/// <summary>The mentorship got its own copy of the roadmap of the program.</summary>
public sealed record RoadmapCopied(
    MentorshipId Mentorship,
    ProgramId Program,
    RoadmapMode Mode,
    IReadOnlyList<StepContent> Steps,
    DateTimeOffset At
) : RoadmapEvent(Mentorship);

/// <summary>A member changed the steps.</summary>
/// <param name="Steps">All of them, in their new order.</param>
/// <param name="Total">How many of them are not skipped.</param>
public sealed record RoadmapChanged(
    MentorshipId Mentorship,
    PersonId By,
    IReadOnlyList<StepContent> Steps,
    int Total,
    DateTimeOffset At
) : RoadmapEvent(Mentorship);

/// <summary>A member of a flexible program or a coordinator left a step out.</summary>
/// <param name="Total">How many steps are not skipped.</param>
public sealed record RoadmapStepSkipped(
    MentorshipId Mentorship,
    RoadmapStepId Step,
    PersonId By,
    int Total,
    DateTimeOffset At
) : RoadmapEvent(Mentorship);

/// <summary>Two or more members attended the session of a step.</summary>
/// <param name="Held">How many steps were held, with this one.</param>
/// <param name="Total">How many steps are not skipped.</param>
public sealed record RoadmapStepHeld(
    MentorshipId Mentorship,
    RoadmapStepId Step,
    SessionId Session,
    int Held,
    int Total,
    DateTimeOffset At
) : RoadmapEvent(Mentorship);

/// <summary>A member answered the question of a step.</summary>
/// <param name="Score">1 to 5.</param>
public sealed record RoadmapStepAssessed(
    MentorshipId Mentorship,
    RoadmapStepId Step,
    PersonId By,
    int Score,
    PersonalText? Comment,
    DateTimeOffset At
) : RoadmapEvent(Mentorship);

public sealed record RoadmapStep(StepContent Content, bool Held = false, bool Skipped = false)
{
    public ImmutableList<RoadmapStepAssessed> Answers { get; init; } = [];

    public RoadmapStepId Id => Content.Step;

    /// <param name="sessions">Those of the mentorship.</param>
    public RoadmapStepStatus StatusIn(IEnumerable<Session> sessions) =>
        Held ? RoadmapStepStatus.Held
        : sessions.Any(s => s.Step == Id && s.IsPlanned) ? RoadmapStepStatus.Planned
        : Skipped ? RoadmapStepStatus.Skipped
        : RoadmapStepStatus.Open;
}

/// <summary>The copy of the program's roadmap that a mentorship goes by.</summary>
public sealed record Roadmap(RoadmapMode Mode, ImmutableList<RoadmapStep> Steps)
{
    public int Held => Steps.Count(step => step.Held);

    /// <summary>How many steps are not skipped.</summary>
    public int Total => Steps.Count(step => !step.Skipped);

    /// <exception cref="DomainException">The roadmap has no such step.</exception>
    public RoadmapStep Find(RoadmapStepId id) =>
        Steps.Find(step => step.Id == id)
        ?? throw new DomainException(DomainError.NotFound, "The roadmap has no such step.");

    public static Roadmap Evolve(Roadmap? roadmap, RoadmapEvent e) =>
        (roadmap, e) switch
        {
            (null, RoadmapCopied c) => new(c.Mode, [.. c.Steps.Select(content => new RoadmapStep(content))]),
            ({ } r, RoadmapChanged c) => r with
            {
                Steps =
                [
                    .. c.Steps.Select(content =>
                        r.Steps.Find(step => step.Id == content.Step) is { } known
                            ? known with
                            {
                                Content = content,
                            }
                            : new RoadmapStep(content)
                    ),
                ],
            },
            ({ } r, RoadmapStepSkipped s) => r.With(s.Step, step => step with { Skipped = true }),
            ({ } r, RoadmapStepHeld h) => r.With(h.Step, step => step with { Held = true, Skipped = false }),
            ({ } r, RoadmapStepAssessed a) => r.With(a.Step, step => step with { Answers = step.Answers.Add(a) }),
            _ => throw new UnreachableException($"{e} cannot follow {roadmap}."),
        };

    private Roadmap With(RoadmapStepId id, Func<RoadmapStep, RoadmapStep> change) =>
        this with
        {
            Steps = [.. Steps.Select(step => step.Id == id ? change(step) : step)],
        };
}

public static class MentorshipRoadmap
{
    /// <exception cref="DomainException">The program had no roadmap when the mentorship started.</exception>
    public static Roadmap RequireRoadmap(this Mentorship mentorship) =>
        mentorship.Roadmap ?? throw new DomainException(DomainError.NotFound, "The mentorship has no roadmap.");

    /// <summary>What the session is about: as a member wrote it, else the title of its step.</summary>
    public static string? TopicOf(this Mentorship mentorship, Session session) =>
        session.Topic?.ToString() ?? mentorship.StepOf(session)?.Title.ToString();

    public static IReadOnlyList<string> AgendaOf(this Mentorship mentorship, Session session) =>
        [.. (mentorship.StepOf(session)?.Agenda ?? []).Select(point => $"{point}")];

    private static StepContent? StepOf(this Mentorship mentorship, Session session) =>
        mentorship.Roadmap?.Steps.Find(step => step.Id == session.Step)?.Content;
}
