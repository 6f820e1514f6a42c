using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;
using PeerNetwork.Portal.Mentorships;

namespace PeerNetwork.Portal.Home;

/// <summary>Something that waits for the user.</summary>
public abstract record Need
{
    private const int Most = 5;

    /// <summary>Differs from that of all others.</summary>
    public abstract object Key { get; }

    /// <summary>
    /// The most urgent first: an offer ends, and its place may go to another person before that, without an agreement
    /// nothing begins, an interview has its time, without guidelines and training there is no match, and the oldest
    /// session may be forgotten. Training that lapses soon and an invitation to become a mentor can wait.
    /// </summary>
    public static Need[] Of(HomeView view, Guid me, DateTimeOffset now)
    {
        var agreements = view
            .Mentorships.Where(one =>
                one.View.Agreement.Open is { } open && open.By != me && !open.AcceptedBy.Contains(me)
            )
            .Select(one => new AgreementToAccept(one, one.View.Agreement.Open!));
        var sessions = view
            .Mentorships.SelectMany(one => one.View.Sessions.Select(session => new SessionToConfirm(one, session)))
            .Where(need => need.Session is { Cancelled: false, MissedBy: null } && need.Session.Planned.End <= now)
            .OrderBy(need => need.Session.Planned.End);
        var guidelines = view
            .Applications.Where(a => a.Application.GuidelinesVersion != a.Application.GuidelinesInForce)
            .Select(approved => new GuidelinesToAccept(approved));
        var training = view
            .Applications.Where(approved => approved.Application.TrainingOpen is not [])
            .Select(approved => new TrainingToComplete(approved));
        var interviews = view
            .Interviews.Where(need => need.Interview.StartsAt.AddMinutes(need.Interview.Minutes) > now)
            .OrderBy(need => need.Interview.StartsAt);
        return
        [
            .. view
                .Offers.OrderBy(offer => offer.Match.AnswerUntil)
                .Concat<Need>(agreements)
                .Concat(interviews)
                .Concat(guidelines)
                .Concat(training)
                .Concat(sessions)
                .Concat(view.Refreshers)
                .Concat(view.Invitations.Select(invitation => new InvitationToAnswer(invitation)))
                .Take(Most),
        ];
    }
}

/// <param name="Partner">Null where the name is not known.</param>
public sealed record OfferToAnswer(ReadMatchesMatchSummary Match, string? Partner) : Need
{
    public override object Key => Match.Id;
}

public sealed record AgreementToAccept(MentorshipDetails In, ProposalView Proposal) : Need
{
    public override object Key => In.Id;
}

/// <summary>The guidelines of a program have changed since the user applied.</summary>
public sealed record GuidelinesToAccept(OpenApplication Approved) : Need
{
    public override object Key => (nameof(GuidelinesToAccept), Approved.Application.Id);
}

/// <param name="Interviewer">Null where the name is not known.</param>
public sealed record InterviewToAttend(OpenApplication For, InterviewView Interview, string? Interviewer) : Need
{
    public override object Key => (nameof(InterviewToAttend), For.Application.Id);
}

public sealed record TrainingToComplete(OpenApplication Approved) : Need
{
    public override object Key => (nameof(TrainingToComplete), Approved.Application.Id);
}

/// <summary>Training of the user is valid for at most 30 more days, and they can complete it again.</summary>
/// <param name="Program">Its name.</param>
public sealed record RefresherDue(ApplicationSummary Application, string Program) : Need
{
    public override object Key => (nameof(RefresherDue), Application.Id);
}

/// <summary>The user was a mentee and may become a mentor in the same program.</summary>
public sealed record InvitationToAnswer(MentorInvitationView Invitation) : Need
{
    public override object Key => Invitation.Id;
}

public sealed record SessionToConfirm(MentorshipDetails In, SessionView Session) : Need
{
    public override object Key => Session.Id;

    /// <summary>When it was in the user's zone.</summary>
    public MemberTime Mine => In.Mine(Session);
}
