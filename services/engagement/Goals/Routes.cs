namespace PeerNetwork.Engagement.Goals;

public static class Routes
{
    public static void MapGoals(this RouteGroupBuilder mentorship)
    {
        var goals = mentorship.MapGroup("/goals").WithTags("Goals");
        goals.MapPost("", SetGoal.Handle);
        goals.MapPost("/{goal:guid}/reached", ReachGoal.Handle);
        goals.MapPost("/{goal:guid}/dropped", DropGoal.Handle);
        goals.MapPost("/{goal:guid}/milestones/{milestone:int}/reached", ReachMilestone.Handle);
    }
}
