using System.Collections.Immutable;
using System.Diagnostics;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Programs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Goals;

public readonly record struct GoalId(Guid Value);

public enum GoalStatus
{
    Planned,
    Reached,
    Dropped,
}

/// <summary>A step towards a goal.</summary>
/// <param name="Number">Its place within the goal: 1, 2, 3.</param>
/// <param name="ReachedAt">Null until it is reached.</param>
public sealed record Milestone(int Number, PersonalText Title, DateOnly Due, DateTimeOffset? ReachedAt = null);

public abstract record GoalEvent(GoalId Goal) : MentorshipEvent;

public sealed record GoalSet(
    MentorshipId Mentorship,
    ProgramId? Program,
    string SiteCode,
    GoalId Goal,
    PersonId By,
    PersonalText Title,
    DateOnly Due,
    IReadOnlyList<Milestone> Milestones,
    DateTimeOffset At
) : GoalEvent(Goal);

public sealed record MilestoneReached(
    MentorshipId Mentorship,
    GoalId Goal,
    int Milestone,
    PersonId By,
    DateTimeOffset At
) : GoalEvent(Goal);

public sealed record GoalReached(
    MentorshipId Mentorship,
    ProgramId? Program,
    string SiteCode,
    GoalId Goal,
    PersonId By,
    bool OnTime,
    DateTimeOffset At
) : GoalEvent(Goal);

public sealed record GoalDropped(
    MentorshipId Mentorship,
    GoalId Goal,
    PersonId By,
    PersonalText Reason,
    DateTimeOffset At,
    ProgramId? Program,
    string SiteCode
) : GoalEvent(Goal);

/// <summary>What the members want to reach, by when, and over which steps.</summary>
/// <param name="EndedAt">When it was reached or dropped.</param>
/// <param name="Reason">Why it was dropped.</param>
public sealed record Goal(
    GoalId Id,
    PersonalText Title,
    DateOnly Due,
    ImmutableList<Milestone> Milestones,
    GoalStatus Status = GoalStatus.Planned,
    DateTimeOffset? EndedAt = null,
    PersonalText? Reason = null
)
{
    public Goal Apply(GoalEvent e) =>
        e switch
        {
            MilestoneReached r => this with
            {
                Milestones = [.. Milestones.Select(m => m.Number == r.Milestone ? m with { ReachedAt = r.At } : m)],
            },
            GoalReached r => this with { Status = GoalStatus.Reached, EndedAt = r.At },
            GoalDropped d => this with { Status = GoalStatus.Dropped, EndedAt = d.At, Reason = d.Reason },
            _ => throw new UnreachableException($"{e} cannot follow {this}."),
        };
}

public static class GoalList
{
    public static ImmutableList<Goal> Apply(this ImmutableList<Goal> goals, GoalEvent e) =>
        e is GoalSet s
            ? goals.Add(new(s.Goal, s.Title, s.Due, [.. s.Milestones]))
            : [.. goals.Select(g => g.Id == e.Goal ? g.Apply(e) : g)];

    /// <exception cref="DomainException">The mentorship has no such goal.</exception>
    public static Goal Find(this ImmutableList<Goal> goals, GoalId id) =>
        goals.Find(g => g.Id == id)
        ?? throw new DomainException(DomainError.NotFound, "The mentorship has no such goal.");
}
