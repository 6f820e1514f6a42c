using PeerNetwork.Portal.Api.Engagement;

namespace PeerNetwork.Portal.Home;

/// <summary>Something that waits for the user in a mentorship.</summary>
public abstract record Need(HomeMentorship In)
{
    private const int Most = 5;

    /// <summary>
    /// The most urgent first: without an agreement nothing begins; the oldest session may be forgotten.
    /// </summary>
    public static Need[] Of(IReadOnlyList<HomeMentorship> mentorships, Guid me, DateTimeOffset now)
    {
        var agreements = mentorships
            .Where(one => one.Mentorship.Agreement.Open is { } open && open.By != me)
            .Select(one => new AgreementToAccept(one, one.Mentorship.Agreement.Open!));
        var sessions = mentorships
            .SelectMany(one => one.Mentorship.Sessions.Select(session => new SessionToConfirm(one, session)))
            .Where(need => need.Session is { Cancelled: false, Attendance: null } && need.Session.Planned.End <= now)
            .OrderBy(need => need.Session.Planned.End);
        return [.. agreements.Concat<Need>(sessions).Take(Most)];
    }
}

public sealed record AgreementToAccept(HomeMentorship In, ProposalView Proposal) : Need(In);

public sealed record SessionToConfirm(HomeMentorship In, SessionView Session) : Need(In)
{
    /// <summary>When it was in the user's zone.</summary>
    public LocalSpan Mine => In.TimesOf(Session);
}
