using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Agreements;
using PeerNetwork.Engagement.Badges;
using PeerNetwork.Engagement.CheckIns;
using PeerNetwork.Engagement.Feedback;
using PeerNetwork.Engagement.Goals;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Roadmaps;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Mentorships;

/// <summary>
/// All that the members see of their mentorship, folded from the stream when it is asked for: no copy of what people
/// wrote stands in a table. Feedback is shown to its author, and to the partners where the author chose so. The reason
/// of the close is shown to its author.
/// </summary>
/// <param name="Program">Null for two who connected without one.</param>
/// <param name="Members">Those who have not left.</param>
/// <param name="FormerMembers">Those who left a group; what they did before stays with the others.</param>
/// <param name="You">The reader, one of the members.</param>
/// <param name="YourRole">The role of the reader.</param>
/// <param name="PausedAt">Since when it waits for a member; null where it does not.</param>
/// <param name="PartnerFeedback">What other members wrote for the reader.</param>
/// <param name="Roadmap">Null where the program had none at the start.</param>
public sealed record MentorshipView(
    Guid Id,
    Guid? Program,
    string SiteCode,
    RelationshipKind Kind,
    IReadOnlyList<MemberView> Members,
    IReadOnlyList<FormerMemberView> FormerMembers,
    Guid You,
    MemberRole YourRole,
    DateTimeOffset StartedAt,
    DateTimeOffset? PausedAt,
    AgreementView Agreement,
    IReadOnlyList<GoalView> Goals,
    IReadOnlyList<SessionView> Sessions,
    IReadOnlyList<CheckInView> CheckIns,
    IReadOnlyList<FeedbackView> YourFeedback,
    IReadOnlyList<FeedbackView> PartnerFeedback,
    IReadOnlyList<BadgeView> YourBadges,
    RoadmapView? Roadmap,
    ClosingView? Closing
)
{
    public static async Task<Ok<MentorshipView>> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    )
    {
        var reader = user.PersonId();
        var m = (await events.Read<Mentorship, MentorshipEvent>(id, Mentorship.Evolve, ct)).RequireMember(reader);
        return TypedResults.Ok(For(m, reader, await events.LoadMembers(m, ct)));
    }

    /// <param name="people">The members, in their order.</param>
    public static MentorshipView For(Mentorship m, PersonId reader, IReadOnlyList<Person> people) =>
        new(
            m.Id.Value,
            m.Program?.Value,
            m.SiteCode,
            m.Kind,
            [
                .. m.Members.Zip(
                    people,
                    (member, person) => new MemberView(member.Person.Value, member.Role, person.Zone)
                ),
            ],
            [.. m.Departures.Select(d => new FormerMemberView(d.Member.Person.Value, d.Member.Role, d.At))],
            reader.Value,
            m.RoleOfMember(reader),
            m.StartedAt,
            m.PausedAt,
            AgreementView.Of(m.Agreement),
            [.. m.Goals.Select(GoalView.Of)],
            [.. m.Sessions.OrderBy(s => s.Slot.StartsAt).Select(s => SessionView.Of(s, m, people))],
            [.. m.CheckIns.Select(CheckInView.Of)],
            [.. m.Feedback.Where(o => o.By == reader).Select(FeedbackView.Of)],
            [
                .. m
                    .Feedback.Where(o => o.By != reader && o.Audience is FeedbackAudience.Partner)
                    .Select(FeedbackView.Of),
            ],
            [.. m.Badges.Where(b => b.Person == reader).Select(b => new BadgeView(b.Badge, b.At))],
            RoadmapView.Of(m),
            m.Closing is { } c
                ? new(c.Outcome, c.By == reader ? c.Reason?.ToString() : null, c.SessionsHeld, c.At)
                : null
        );
}

/// <param name="Zone">The IANA zone by whose clock the person lives.</param>
public sealed record MemberView(Guid Person, MemberRole Role, string Zone);

/// <param name="LeftAt">Why is not said to the others.</param>
public sealed record FormerMemberView(Guid Person, MemberRole Role, DateTimeOffset LeftAt);

/// <param name="Open">The proposal that waits for other members.</param>
/// <param name="InForce">What all accepted.</param>
public sealed record AgreementView(ProposalView? Open, ProposalView? InForce, DateTimeOffset? AgreedAt)
{
    public static AgreementView Of(Agreement a) => new(ProposalView.Of(a.Open), ProposalView.Of(a.InForce), a.AgreedAt);
}

/// <param name="AcceptedBy">The members who have accepted it. Its author is not among them.</param>
public sealed record ProposalView(
    int Number,
    Guid By,
    IReadOnlyList<Guid> AcceptedBy,
    string Goals,
    int MeetingEveryDays,
    string Boundaries,
    string Confidentiality,
    string Channel,
    int AnswerWithinHours
)
{
    public static ProposalView? Of(Proposal? p) =>
        p is null
            ? null
            : new(
                p.Number,
                p.By.Value,
                [.. p.AcceptedBy.Select(person => person.Value)],
                p.Terms.Goals.ToString(),
                p.Terms.MeetingEveryDays,
                p.Terms.Boundaries.ToString(),
                p.Terms.Confidentiality.ToString(),
                p.Terms.Channel.ToString(),
                p.Terms.AnswerWithinHours
            );
}

public sealed record GoalView(
    Guid Id,
    string Title,
    DateOnly Due,
    GoalStatus Status,
    DateTimeOffset? EndedAt,
    string? Reason,
    IReadOnlyList<MilestoneView> Milestones
)
{
    public static GoalView Of(Goal g) =>
        new(
            g.Id.Value,
            g.Title.ToString(),
            g.Due,
            g.Status,
            g.EndedAt,
            g.Reason?.ToString(),
            [.. g.Milestones.Select(s => new MilestoneView(s.Number, s.Title.ToString(), s.Due, s.ReachedAt))]
        );
}

public sealed record MilestoneView(int Number, string Title, DateOnly Due, DateTimeOffset? ReachedAt);

/// <param name="Topic">As a member wrote it, else the title of the step.</param>
/// <param name="Planned">By the clocks of the zone in which it was planned.</param>
/// <param name="Times">By the clocks of each member.</param>
/// <param name="MissedBy">The members who did not attend, and may have left since; null until the attendance is
/// recorded.</param>
/// <param name="Step">The step of the roadmap that it is for; null for none.</param>
/// <param name="Agenda">That of the step.</param>
public sealed record SessionView(
    Guid Id,
    string? Topic,
    int Minutes,
    LocalSpan Planned,
    IReadOnlyList<MemberTime> Times,
    bool Cancelled,
    IReadOnlyList<Guid>? MissedBy,
    Guid? Step,
    IReadOnlyList<string> Agenda
)
{
    public static SessionView Of(Session s, Mentorship m, IEnumerable<Person> people) =>
        new(
            s.Id.Value,
            m.TopicOf(s),
            s.Slot.Minutes,
            LocalSpan.In(s.Slot.Zone, s.Slot.StartsAt, s.Slot.EndsAt),
            [.. people.Select(person => MemberTime.For(person, s.Slot.StartsAt, s.Slot.EndsAt))],
            s.Cancelled,
            s.MissedBy?.Select(person => person.Value).ToArray(),
            s.Step?.Value,
            m.AgendaOf(s)
        );
}

public sealed record CheckInView(
    Guid By,
    MemberRole Role,
    CheckInStatus Status,
    int Mood,
    string? Blocker,
    DateTimeOffset At
)
{
    public static CheckInView Of(CheckIn c) => new(c.By.Value, c.Role, c.Status, c.Mood, c.Blocker?.ToString(), c.At);
}

/// <param name="Session">The session it is about; null for the mentorship as a whole.</param>
/// <param name="Audience">Its readers besides the author; null for none.</param>
public sealed record FeedbackView(
    Guid By,
    MemberRole Role,
    Guid? Session,
    int Score,
    string? Text,
    FeedbackAudience? Audience,
    DateTimeOffset At
)
{
    public static FeedbackView Of(FeedbackEntry o) =>
        new(o.By.Value, o.Role, o.Session?.Value, o.Score, o.Text?.ToString(), o.Audience, o.At);
}

public sealed record BadgeView(Badge Badge, DateTimeOffset At);

public sealed record ClosingView(Outcome Outcome, string? YourReason, int SessionsHeld, DateTimeOffset At);
