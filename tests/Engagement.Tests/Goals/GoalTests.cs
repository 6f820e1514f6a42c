using PeerNetwork.Engagement.Badges;
using PeerNetwork.Engagement.Goals;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.EventSourcing;
using static PeerNetwork.Engagement.Tests.TestData;

namespace PeerNetwork.Engagement.Tests.Goals;

public class SetGoalTests
{
    private static readonly Goal Wanted = new(GoalOne, GoalIsSet.Title, GoalIsSet.Due, [.. Steps]);

    [Fact]
    public void A_goal_is_set_with_its_steps() =>
        Begun.When(m => SetGoal.Decide(m, Mentee, Wanted, Now)).Then(GoalIsSet);

    [Fact]
    public void A_mentorship_has_at_most_fifty_goals() =>
        Begun
            .Given([.. Enumerable.Range(0, 50).Select(_ => GoalIsSet with { Goal = new(Guid.CreateVersion7()) })])
            .When(m => SetGoal.Decide(m, Mentee, Wanted, Now))
            .ThenThrows(DomainError.Conflict, "50");

    [Fact]
    public void A_stranger_sets_no_goal() =>
        Begun.When(m => SetGoal.Decide(m, Stranger, Wanted, Now)).ThenThrows(DomainError.Forbidden);
}

public class ReachMilestoneTests
{
    private static readonly MilestoneReached First = new(Id, GoalOne, 1, Mentor, Now);

    [Fact]
    public void A_step_is_ticked_off() =>
        Begun.Given(GoalIsSet).When(m => ReachMilestone.Decide(m, Mentor, GoalOne, 1, Now)).Then(First);

    [Fact]
    public void Ticking_it_off_again_changes_nothing() =>
        Begun.Given(GoalIsSet, First).When(m => ReachMilestone.Decide(m, Mentee, GoalOne, 1, Now)).ThenNothing();

    [Fact]
    public void A_goal_has_only_the_steps_it_was_set_with() =>
        Begun
            .Given(GoalIsSet)
            .When(m => ReachMilestone.Decide(m, Mentee, GoalOne, 3, Now))
            .ThenThrows(DomainError.NotFound, "milestone");

    [Fact]
    public void A_dropped_goal_takes_no_more_steps() =>
        Begun
            .Given(GoalIsSet, GoalIsDropped)
            .When(m => ReachMilestone.Decide(m, Mentee, GoalOne, 1, Now))
            .ThenThrows(DomainError.Conflict);

    [Fact]
    public void A_goal_of_somebody_else_is_not_found() =>
        Begun.When(m => ReachMilestone.Decide(m, Mentee, GoalOne, 1, Now)).ThenThrows(DomainError.NotFound, "goal");

    [Fact]
    public void A_stranger_ticks_nothing_off() =>
        Begun
            .Given(GoalIsSet)
            .When(m => ReachMilestone.Decide(m, Stranger, GoalOne, 1, Now))
            .ThenThrows(DomainError.Forbidden);
}

public class ReachGoalTests
{
    private static readonly MentorshipEvent[] FirstGoalBadges =
    [
        new BadgeAwarded(Id, ProgramOne, "CHI", Mentor, Badge.FirstGoalReached, Now),
        new BadgeAwarded(Id, ProgramOne, "CHI", Mentee, Badge.FirstGoalReached, Now),
    ];

    [Fact]
    public void The_first_goal_earns_both_a_badge() =>
        Begun
            .Given(GoalIsSet)
            .When(m => ReachGoal.Decide(m, Mentee, GoalOne, Today, Now))
            .Then([GoalIsReached, .. FirstGoalBadges]);

    [Fact]
    public void The_second_goal_earns_none()
    {
        var second = new GoalId(Guid.CreateVersion7());
        Begun
            .Given([GoalIsSet, GoalIsReached, .. FirstGoalBadges, GoalIsSet with { Goal = second }])
            .When(m => ReachGoal.Decide(m, Mentee, second, Today, Now))
            .Then(GoalIsReached with { Goal = second });
    }

    [Fact]
    public void The_due_day_itself_is_on_time_and_the_day_after_is_not()
    {
        Begun
            .Given([GoalIsSet, .. FirstGoalBadges])
            .When(m => ReachGoal.Decide(m, Mentee, GoalOne, GoalIsSet.Due, Now))
            .Then(GoalIsReached);
        Begun
            .Given([GoalIsSet, .. FirstGoalBadges])
            .When(m => ReachGoal.Decide(m, Mentee, GoalOne, GoalIsSet.Due.AddDays(1), Now))
            .Then(GoalIsReached with { OnTime = false });
    }

    [Fact]
    public void Reaching_it_again_changes_nothing() =>
        Begun.Given(GoalIsSet, GoalIsReached).When(m => ReachGoal.Decide(m, Mentor, GoalOne, Today, Now)).ThenNothing();

    [Fact]
    public void A_dropped_goal_is_not_reached() =>
        Begun
            .Given(GoalIsSet, GoalIsDropped)
            .When(m => ReachGoal.Decide(m, Mentor, GoalOne, Today, Now))
            .ThenThrows(DomainError.Conflict, "dropped");

    [Fact]
    public void A_stranger_reaches_nothing() =>
        Begun
            .Given(GoalIsSet)
            .When(m => ReachGoal.Decide(m, Stranger, GoalOne, Today, Now))
            .ThenThrows(DomainError.Forbidden);
}

public class DropGoalTests
{
    [Fact]
    public void A_goal_is_dropped_with_its_reason() =>
        Begun
            .Given(GoalIsSet)
            .When(m => DropGoal.Decide(m, Mentee, GoalOne, Mentee.ToPersonalText("No time"), Now))
            .Then(GoalIsDropped);

    [Fact]
    public void Dropping_it_again_changes_nothing() =>
        Begun
            .Given(GoalIsSet, GoalIsDropped)
            .When(m => DropGoal.Decide(m, Mentor, GoalOne, Mentor.ToPersonalText("Me too"), Now))
            .ThenNothing();

    [Fact]
    public void A_goal_that_is_reached_stays_so() =>
        Begun
            .Given(GoalIsSet, GoalIsReached)
            .When(m => DropGoal.Decide(m, Mentee, GoalOne, Mentee.ToPersonalText("No"), Now))
            .ThenThrows(DomainError.Conflict, "reached");

    [Fact]
    public void A_stranger_drops_nothing() =>
        Begun
            .Given(GoalIsSet)
            .When(m => DropGoal.Decide(m, Stranger, GoalOne, Stranger.ToPersonalText("No"), Now))
            .ThenThrows(DomainError.Forbidden);
}
