using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Runs;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Matches;

public readonly record struct MatchId(Guid Value)
{
    /// <summary>
    /// A run proposes one pair to a mentee, or to the first of two peers, so publishing it again finds the match that
    /// is there.
    /// </summary>
    public static MatchId Of(RunId run, PersonId mentee) => new(DerivedId.From("match", run.Value, mentee.Value));

    /// <summary>All pairs of one group are one match.</summary>
    public static MatchId OfPair(RunId run, ProposedPair pair) =>
        pair.Group is { Number: var number }
            ? new(DerivedId.From(string.Create(CultureInfo.InvariantCulture, $"group-{number}"), run.Value))
            : Of(run, pair.Mentee);
}

public enum MatchState
{
    Proposed,
    Confirmed,
    Declined,
    Ended,
}

public enum DeclineReason
{
    DeclinedByMentor,
    DeclinedByMentee,
    DeclinedByPeer,
    MentorFull,
    Withdrawn,
    MentorHoursUsed,

    /// <summary>Not all accepted before the time to answer was over.</summary>
    NotAnswered,

    /// <summary>A member became a line manager of another.</summary>
    ReportingLine,
}

public abstract record MatchEvent;

/// <param name="SiteCode">The site of the mentee; of peers or of a group, that of the first.</param>
/// <param name="WaitingSince">Since when the mentee, or the first of the peers or of the group, was waiting for a
/// match.</param>
/// <param name="Score">Of a group, the mean of its mentees.</param>
/// <param name="Reasons">What speaks for the mentor of each mentee; of peers, in both directions.</param>
/// <param name="AnswerUntil">Unless all have accepted before, the match is declined then. A group goes on with those
/// who have.</param>
/// <param name="LeastMentees">A group with fewer is declined.</param>
public sealed record MatchProposed(
    MatchId Match,
    ProgramId Program,
    RunId Run,
    MatchKind Kind,
    IReadOnlyList<MatchMember> Members,
    string SiteCode,
    DateTimeOffset WaitingSince,
    int Score,
    IReadOnlyList<MatchReasons> Reasons,
    DateTimeOffset AnswerUntil,
    DateTimeOffset At,
    int LeastMentees = 1
) : MatchEvent;

/// <summary>What speaks for a mentor as this mentee's.</summary>
/// <param name="Partners">What speaks for the other mentees of the group; null without a group.</param>
public sealed record MatchReasons(PersonId Mentee, PersonId Mentor, PairReasons Reasons, PairReasons? Partners = null);

public sealed record MatchAccepted(MatchId Match, PersonId By, DateTimeOffset At) : MatchEvent;

public sealed record MatchConfirmed(
    MatchId Match,
    ProgramId Program,
    MatchKind Kind,
    IReadOnlyList<MatchMember> Members,
    string SiteCode,
    DateTimeOffset WaitingSince,
    DateTimeOffset At
) : MatchEvent;

/// <summary>A mentee is not in a proposed group any more; the others are.</summary>
/// <param name="Note">What the mentee who declined wrote; null without a note.</param>
public sealed record MatchMemberLeft(
    MatchId Match,
    ProgramId Program,
    PersonId Person,
    DeclineReason Reason,
    PersonalText? Note,
    DateTimeOffset At
) : MatchEvent;

/// <param name="By">Whose answer, missing answer or lack of a place it is; of a reporting line, its two ends.</param>
/// <param name="Note">What the person who declined wrote; null without a note.</param>
public sealed record MatchDeclined(
    MatchId Match,
    ProgramId Program,
    MatchKind Kind,
    IReadOnlyList<MatchMember> Members,
    string SiteCode,
    DeclineReason Reason,
    IReadOnlyList<PersonId> By,
    PersonalText? Note,
    DateTimeOffset At
) : MatchEvent;

/// <summary>
/// A confirmed match broke a rule afterwards: its mentorship has to end, or a mentee has to leave the group.
/// </summary>
/// <param name="Leaving">The mentee who has to leave; null where the mentorship has to end.</param>
public sealed record MatchInvalidated(
    MatchId Match,
    ProgramId Program,
    MatchKind Kind,
    IReadOnlyList<MatchMember> Members,
    string SiteCode,
    DeclineReason Reason,
    DateTimeOffset At,
    PersonId? Leaving = null
) : MatchEvent;

/// <summary>A mentee left a mentorship of a group, which goes on.</summary>
/// <param name="Reason">As engagement names it.</param>
public sealed record GroupLeft(MatchId Match, ProgramId Program, PersonId Person, string Reason, DateTimeOffset At)
    : MatchEvent;

/// <param name="Outcome">As engagement names it.</param>
public sealed record MatchEnded(MatchId Match, string Outcome, DateTimeOffset At) : MatchEvent
{
    /// <summary>The mentorship came to its planned end: the mentee gets no other mentor unasked.</summary>
    public const string Completed = "completed";
}

public sealed record Match(
    MatchProposed Proposal,
    MatchState State = MatchState.Proposed,
    DeclineReason? Reason = null,
    PersonalText? DeclineNote = null
)
{
    public MatchId Id => Proposal.Match;

    /// <summary>Without those who left.</summary>
    public IReadOnlyList<MatchMember> Members { get; init; } = Proposal.Members;

    public ImmutableHashSet<PersonId> AcceptedBy { get; init; } = [];

    /// <summary>Who left the group while it was proposed.</summary>
    public ImmutableDictionary<PersonId, MatchMemberLeft> Left { get; init; } =
        ImmutableDictionary<PersonId, MatchMemberLeft>.Empty;

    /// <summary>Who must not be in the confirmed match any more.</summary>
    public ImmutableHashSet<PersonId> Invalidated { get; init; } = [];

    public bool Involves(PersonId person) => Members.Find(person) is not null;

    /// <summary>Whether the match waits for nothing but this member's acceptance.</summary>
    public bool IsConfirmedBy(PersonId member) =>
        Members.All(other => other.Person == member || AcceptedBy.Contains(other.Person));

    /// <summary>Whether it waits for no acceptance: it did, for that of a mentee who has left.</summary>
    public bool IsAccepted => State is MatchState.Proposed && Members.All(m => AcceptedBy.Contains(m.Person));

    public MatchConfirmed Confirm(DateTimeOffset now) =>
        new(Id, Proposal.Program, Proposal.Kind, Members, Proposal.SiteCode, Proposal.WaitingSince, now);

    /// <summary>
    /// The only way in which a proposal goes on without a member: a group without mentees as long as it has enough
    /// others. Everything else is declined.
    /// </summary>
    /// <param name="leaving">Members whose answer, missing answer or lack of a place it is.</param>
    /// <param name="reason">Why.</param>
    /// <param name="note">What the one who declined wrote.</param>
    /// <param name="now">The moment.</param>
    public MatchEvent[] Without(
        IReadOnlyCollection<PersonId> leaving,
        DeclineReason reason,
        PersonalText? note,
        DateTimeOffset now
    ) =>
        leaving.Count == 0 ? []
        : CanGoOnWithout(leaving)
            ? [.. leaving.Select(person => new MatchMemberLeft(Id, Proposal.Program, person, reason, note, now))]
        : [Decline(reason, [.. leaving], note, now)];

    public MatchDeclined Decline(
        DeclineReason reason,
        IReadOnlyList<PersonId> by,
        PersonalText? note,
        DateTimeOffset now
    ) => new(Id, Proposal.Program, Proposal.Kind, Members, Proposal.SiteCode, reason, by, note, now);

    /// <param name="leaving">The mentees who have to leave a group; empty where the mentorship has to end.</param>
    /// <param name="reason">Why.</param>
    /// <param name="now">The moment.</param>
    public MatchEvent[] Invalidate(IReadOnlyCollection<PersonId> leaving, DeclineReason reason, DateTimeOffset now)
    {
        return leaving.Count == 0 ? [Because(null)] : [.. leaving.Select(person => Because(person))];

        MatchInvalidated Because(PersonId? person) =>
            new(Id, Proposal.Program, Proposal.Kind, Members, Proposal.SiteCode, reason, now, person);
    }

    private bool CanGoOnWithout(IReadOnlyCollection<PersonId> leaving) =>
        Proposal.Kind is MatchKind.Group
        && Members.Where(member => !leaving.Contains(member.Person)).ToArray() is var rest
        && rest.Mentors().Count == Members.Mentors().Count
        && rest.Mentees().Count >= Proposal.LeastMentees;

    private Match Without(PersonId person) =>
        this with
        {
            Members = [.. Members.Where(member => member.Person != person)],
            AcceptedBy = AcceptedBy.Remove(person),
        };

    public static Match Evolve(Match? match, MatchEvent e) =>
        (match, e) switch
        {
            (null, MatchProposed p) => new(p),
            ({ } m, MatchAccepted a) => m with { AcceptedBy = m.AcceptedBy.Add(a.By) },
            ({ } m, MatchMemberLeft l) => m.Without(l.Person) with { Left = m.Left.SetItem(l.Person, l) },
            ({ } m, MatchConfirmed) => m with { State = MatchState.Confirmed },
            ({ } m, MatchDeclined d) => m with { State = MatchState.Declined, Reason = d.Reason, DeclineNote = d.Note },
            ({ } m, MatchInvalidated i) => m with
            {
                Invalidated = i.Leaving is { } person
                    ? m.Invalidated.Add(person)
                    : m.Invalidated.Union(m.Members.People()),
            },
            ({ } m, GroupLeft l) => m.Without(l.Person),
            ({ } m, MatchEnded) => m with { State = MatchState.Ended },
            _ => throw new UnreachableException($"{e} cannot follow {match}"),
        };
}
