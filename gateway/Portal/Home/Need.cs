using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Mentorships;

namespace PeerNetwork.Portal.Home;

/// <summary>Something that waits for the user in a mentorship.</summary>
public abstract record Need(MentorshipDetails In)
{
    private const int Most = 5;

    /// <summary>Differs from that of all others.</summary>
    public abstract object Key { get; }

    /// <summary>
    /// The most urgent first: without an agreement nothing begins; the oldest session may be forgotten.
    /// </summary>
    public static Need[] Of(IReadOnlyList<MentorshipDetails> mentorships, Guid me, DateTimeOffset now)
    {
        var agreements = mentorships
            .Where(one => one.View.Agreement.Open is { } open && open.By != me)
            .Select(one => new AgreementToAccept(one, one.View.Agreement.Open!));
        var sessions = mentorships
            .SelectMany(one => one.View.Sessions.Select(session => new SessionToConfirm(one, session)))
            .Where(need => need.Session is { Cancelled: false, Attendance: null } && need.Session.Planned.End <= now)
            .OrderBy(need => need.Session.Planned.End);
        return [.. agreements.Concat<Need>(sessions).Take(Most)];
    }
}

public sealed record AgreementToAccept(MentorshipDetails In, ProposalView Proposal) : Need(In)
{
    public override object Key => In.Id;
}

public sealed record SessionToConfirm(MentorshipDetails In, SessionView Session) : Need(In)
{
    public override object Key => Session.Id;

    /// <summary>When it was in the user's zone.</summary>
    public LocalSpan Mine => In.Mine(Session);
}
