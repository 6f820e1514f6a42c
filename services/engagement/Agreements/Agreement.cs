using System.Collections.Immutable;
using System.Diagnostics;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Programs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Agreements;

/// <summary>What the members agree on, in their own words where words are needed.</summary>
/// <param name="MeetingEveryDays">The cadence.</param>
/// <param name="Channel">Where they write to each other.</param>
/// <param name="AnswerWithinHours">How soon each may expect an answer.</param>
public sealed record Terms(
    PersonalText Goals,
    int MeetingEveryDays,
    PersonalText Boundaries,
    PersonalText Confidentiality,
    PersonalText Channel,
    int AnswerWithinHours
);

public abstract record AgreementEvent : MentorshipEvent;

public sealed record AgreementProposed(
    MentorshipId Mentorship,
    int Proposal,
    PersonId By,
    Terms Terms,
    DateTimeOffset At
) : AgreementEvent;

/// <summary>A member accepted a proposal of another.</summary>
public sealed record ProposalAccepted(MentorshipId Mentorship, int Proposal, PersonId By, DateTimeOffset At)
    : AgreementEvent;

/// <summary>All members accepted a proposal: it is the agreement.</summary>
public sealed record AgreementAccepted(
    MentorshipId Mentorship,
    ProgramId? Program,
    string SiteCode,
    int Proposal,
    DateTimeOffset At
) : AgreementEvent;

/// <summary>Terms that a member put forward, which is that member's yes.</summary>
public sealed record Proposal(int Number, PersonId By, Terms Terms, DateTimeOffset At)
{
    /// <summary>The other members who have accepted it.</summary>
    public ImmutableList<PersonId> AcceptedBy { get; init; } = [];
}

/// <summary>
/// The agreement of the members. A change is a new proposal; until all accept it, what was agreed before holds.
/// </summary>
/// <param name="Open">The proposal that waits for other members.</param>
/// <param name="InForce">The newest proposal that all accepted.</param>
public sealed record Agreement(int Proposals, Proposal? Open, Proposal? InForce, DateTimeOffset? AgreedAt)
{
    public static readonly Agreement None = new(0, null, null, null);

    public Agreement Apply(AgreementEvent e) =>
        e switch
        {
            AgreementProposed p => this with { Proposals = p.Proposal, Open = new(p.Proposal, p.By, p.Terms, p.At) },
            ProposalAccepted a => this with { Open = Open! with { AcceptedBy = Open.AcceptedBy.Add(a.By) } },
            AgreementAccepted a => this with { Open = null, InForce = Open, AgreedAt = a.At },
            _ => throw new UnreachableException($"{e} cannot follow {this}."),
        };
}
