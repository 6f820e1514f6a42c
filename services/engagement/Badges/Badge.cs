using PeerNetwork.Engagement.Goals;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Programs;

namespace PeerNetwork.Engagement.Badges;

public enum Badge
{
    FirstGoalReached,
    FifthSessionHeld,
}

public sealed record BadgeAwarded(
    MentorshipId Mentorship,
    ProgramId? Program,
    string SiteCode,
    PersonId Person,
    Badge Badge,
    DateTimeOffset At
) : MentorshipEvent;

/// <summary>Milestone badges: earned by what the members did together, so all get them, once.</summary>
public static class MilestoneBadges
{
    /// <summary>What happened, followed by the badges that it earns.</summary>
    public static MentorshipEvent[] WithEarnedBadges(
        this Mentorship mentorship,
        MentorshipEvent happened,
        DateTimeOffset now
    )
    {
        var m = Mentorship.Evolve(mentorship, happened);
        var earned = EarnedBy(m).Except(m.Badges.Select(b => b.Badge));
        return
        [
            happened,
            .. earned.SelectMany(
                badge => m.Members,
                (badge, member) => new BadgeAwarded(m.Id, m.Program, m.SiteCode, member.Person, badge, now)
            ),
        ];
    }

    private static IEnumerable<Badge> EarnedBy(Mentorship m)
    {
        if (m.Goals.Any(g => g.Status is GoalStatus.Reached))
            yield return Badge.FirstGoalReached;
        if (m.SessionsHeld >= 5)
            yield return Badge.FifthSessionHeld;
    }
}
