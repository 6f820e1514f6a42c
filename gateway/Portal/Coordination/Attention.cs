using PeerNetwork.Portal.Api.Engagement;

namespace PeerNetwork.Portal.Coordination;

/// <summary>What a running mentorship lacks.</summary>
public enum Attention
{
    NotAgreed,
    NoSession,

    /// <summary>The last session is longer ago than the program asks of pairs.</summary>
    SessionLate,
    NoGoal,
}

public static class Attentions
{
    /// <summary>None for a mentorship that is paused or has ended: nothing is due in it.</summary>
    public static Attention[] Of(MentorshipSummary mentorship, int? meetingEveryDays, DateTimeOffset now) =>
        mentorship is { Closed: not null } or { Paused: not null }
            ? []
            : [.. Enum.GetValues<Attention>().Where(reason => Applies(reason, mentorship, meetingEveryDays, now))];

    private static bool Applies(Attention reason, MentorshipSummary m, int? meetingEveryDays, DateTimeOffset now) =>
        reason switch
        {
            Attention.NotAgreed => m.Agreed is null,
            Attention.NoSession => m.NextSession is null,
            Attention.SessionLate => meetingEveryDays is { } days
                && (m.LastSession ?? m.Agreed ?? m.Started).AddDays(days) < now,
            Attention.NoGoal => m.Goals == 0,
            _ => false,
        };
}
