using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Agreements;
using PeerNetwork.Engagement.Badges;
using PeerNetwork.Engagement.CheckIns;
using PeerNetwork.Engagement.Feedback;
using PeerNetwork.Engagement.Goals;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Mentorships;

/// <summary>
/// All that the pair sees of its mentorship, folded from the stream when it is asked for: no copy of what people wrote
/// stands in a table. Feedback is shown to its author, and to the partner where the author chose so. The reason of the
/// close is shown to its author.
/// </summary>
/// <param name="YourRole">Which of the two the reader is.</param>
/// <param name="PausedAt">Since when it waits for one of the two; null where it does not.</param>
/// <param name="PartnerFeedback">What the other member wrote for the reader.</param>
public sealed record MentorshipView(
    Guid Id,
    Guid Program,
    string SiteCode,
    PersonView Mentor,
    PersonView Mentee,
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
        var mentor = await events.LoadPerson(m.Mentor, ct);
        var mentee = await events.LoadPerson(m.Mentee, ct);
        return TypedResults.Ok(For(m, reader, mentor, mentee));
    }

    public static MentorshipView For(Mentorship m, PersonId reader, Person mentor, Person mentee) =>
        new(
            m.Id.Value,
            m.Program.Value,
            m.SiteCode,
            new(m.Mentor.Value, mentor.Zone),
            new(m.Mentee.Value, mentee.Zone),
            m.RoleOfMember(reader),
            m.StartedAt,
            m.PausedAt,
            AgreementView.Of(m.Agreement),
            [.. m.Goals.Select(GoalView.Of)],
            [.. m.Sessions.OrderBy(s => s.Slot.StartsAt).Select(s => SessionView.Of(s, mentor.Zone, mentee.Zone))],
            [.. m.CheckIns.Select(CheckInView.Of)],
            [.. m.Feedback.Where(o => o.By == reader).Select(FeedbackView.Of)],
            [
                .. m
                    .Feedback.Where(o => o.By != reader && o.Audience is FeedbackAudience.Partner)
                    .Select(FeedbackView.Of),
            ],
            [.. m.Badges.Where(b => b.Person == reader).Select(b => new BadgeView(b.Badge, b.At))],
            m.Closing is { } c
                ? new(c.Outcome, c.By == reader ? c.Reason?.ToString() : null, c.SessionsHeld, c.At)
                : null
        );
}

/// <param name="Zone">The IANA zone by whose clock the person lives.</param>
public sealed record PersonView(Guid Id, string Zone);

/// <param name="Open">The proposal that waits for the other side.</param>
/// <param name="InForce">What both accepted.</param>
public sealed record AgreementView(ProposalView? Open, ProposalView? InForce, DateTimeOffset? AgreedAt)
{
    public static AgreementView Of(Agreement a) => new(ProposalView.Of(a.Open), ProposalView.Of(a.InForce), a.AgreedAt);
}

public sealed record ProposalView(
    int Number,
    Guid By,
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

/// <param name="Planned">By the clocks of the zone in which it was planned.</param>
public sealed record SessionView(
    Guid Id,
    string? Topic,
    int Minutes,
    LocalSpan Planned,
    LocalSpan Mentor,
    LocalSpan Mentee,
    bool Cancelled,
    Attendance? Attendance
)
{
    public static SessionView Of(Session s, string mentorZone, string menteeZone)
    {
        return new(
            s.Id.Value,
            s.Topic?.ToString(),
            s.Slot.Minutes,
            In(s.Slot.Zone),
            In(mentorZone),
            In(menteeZone),
            s.Cancelled,
            s.Attendance
        );

        LocalSpan In(string zone) => LocalSpan.In(zone, s.Slot.StartsAt, s.Slot.EndsAt);
    }
}

public sealed record CheckInView(MemberRole Role, CheckInStatus Status, int Mood, string? Blocker, DateTimeOffset At)
{
    public static CheckInView Of(CheckIn c) => new(c.Role, c.Status, c.Mood, c.Blocker?.ToString(), c.At);
}

/// <param name="Session">The session it is about; null for the mentorship as a whole.</param>
/// <param name="Audience">Its readers besides the author; null for none.</param>
public sealed record FeedbackView(
    MemberRole Role,
    Guid? Session,
    int Score,
    string? Text,
    FeedbackAudience? Audience,
    DateTimeOffset At
)
{
    public static FeedbackView Of(FeedbackEntry o) =>
        new(o.Role, o.Session?.Value, o.Score, o.Text?.ToString(), o.Audience, o.At);
}

public sealed record BadgeView(Badge Badge, DateTimeOffset At);

public sealed record ClosingView(Outcome Outcome, string? YourReason, int SessionsHeld, DateTimeOffset At);
