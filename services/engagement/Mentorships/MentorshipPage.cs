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
/// <param name="You">Which of the two the reader is.</param>
/// <param name="PartnerFeedback">What the other member wrote for the reader.</param>
public sealed record MentorshipPage(
    Guid Id,
    Guid Program,
    string SiteCode,
    PersonOnPage Mentor,
    PersonOnPage Mentee,
    Side You,
    DateTimeOffset StartedAt,
    AgreementOnPage Agreement,
    IReadOnlyList<GoalOnPage> Goals,
    IReadOnlyList<SessionOnPage> Sessions,
    IReadOnlyList<CheckInOnPage> CheckIns,
    IReadOnlyList<FeedbackOnPage> YourFeedback,
    IReadOnlyList<FeedbackOnPage> PartnerFeedback,
    IReadOnlyList<BadgeOnPage> YourBadges,
    ClosingOnPage? Closing
)
{
    public static async Task<Ok<MentorshipPage>> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    )
    {
        var reader = user.PersonId();
        var m = (await events.Read<Mentorship, MentorshipEvent>(id, Mentorship.Evolve, ct)).Of(reader);
        var mentor = await events.PersonKnownAs(m.Mentor, ct);
        var mentee = await events.PersonKnownAs(m.Mentee, ct);
        return TypedResults.Ok(For(m, reader, mentor, mentee));
    }

    public static MentorshipPage For(Mentorship m, PersonId reader, Person mentor, Person mentee) =>
        new(
            m.Id.Value,
            m.Program.Value,
            m.SiteCode,
            new(m.Mentor.Value, mentor.Zone),
            new(m.Mentee.Value, mentee.Zone),
            m.SideOfMember(reader),
            m.StartedAt,
            AgreementOnPage.Of(m.Agreement),
            [.. m.Goals.Select(GoalOnPage.Of)],
            [.. m.Sessions.OrderBy(s => s.Slot.StartsAt).Select(s => SessionOnPage.Of(s, mentor.Zone, mentee.Zone))],
            [.. m.CheckIns.Select(CheckInOnPage.Of)],
            [.. m.Opinions.Where(o => o.By == reader).Select(FeedbackOnPage.Of)],
            [
                .. m
                    .Opinions.Where(o => o.By != reader && o.Audience is FeedbackAudience.Partner)
                    .Select(FeedbackOnPage.Of),
            ],
            [.. m.Badges.Where(b => b.Person == reader).Select(b => new BadgeOnPage(b.Badge, b.At))],
            m.Closing is { } c
                ? new(c.Outcome, c.By == reader ? c.Reason?.ToString() : null, c.SessionsHeld, c.At)
                : null
        );
}

/// <param name="Zone">The IANA zone by whose clock the person lives.</param>
public sealed record PersonOnPage(Guid Id, string Zone);

/// <param name="Open">The proposal that waits for the other side.</param>
/// <param name="InForce">What both accepted.</param>
public sealed record AgreementOnPage(ProposalOnPage? Open, ProposalOnPage? InForce, DateTimeOffset? AgreedAt)
{
    public static AgreementOnPage Of(Agreement a) =>
        new(ProposalOnPage.Of(a.Open), ProposalOnPage.Of(a.InForce), a.AgreedAt);
}

public sealed record ProposalOnPage(
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
    public static ProposalOnPage? Of(Proposal? p) =>
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

public sealed record GoalOnPage(
    Guid Id,
    string Title,
    DateOnly Due,
    GoalStatus Status,
    DateTimeOffset? EndedAt,
    string? Reason,
    IReadOnlyList<MilestoneOnPage> Milestones
)
{
    public static GoalOnPage Of(Goal g) =>
        new(
            g.Id.Value,
            g.Title.ToString(),
            g.Due,
            g.Status,
            g.EndedAt,
            g.Reason?.ToString(),
            [.. g.Milestones.Select(s => new MilestoneOnPage(s.Number, s.Title.ToString(), s.Due, s.ReachedAt))]
        );
}

public sealed record MilestoneOnPage(int Number, string Title, DateOnly Due, DateTimeOffset? ReachedAt);

/// <param name="Planned">By the clocks of the zone in which it was planned.</param>
public sealed record SessionOnPage(
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
    public static SessionOnPage Of(Session s, string mentorZone, string menteeZone)
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

public sealed record CheckInOnPage(Side Side, CheckInStatus Status, int Mood, string? Blocker, DateTimeOffset At)
{
    public static CheckInOnPage Of(CheckIn c) => new(c.Side, c.Status, c.Mood, c.Blocker?.ToString(), c.At);
}

/// <param name="Session">The session it is about; null for the mentorship as a whole.</param>
/// <param name="Audience">Its readers besides the author; null for none.</param>
public sealed record FeedbackOnPage(
    Side By,
    Guid? Session,
    int Score,
    string? Text,
    FeedbackAudience? Audience,
    DateTimeOffset At
)
{
    public static FeedbackOnPage Of(Opinion o) =>
        new(o.Side, o.Session?.Value, o.Score, o.Text?.ToString(), o.Audience, o.At);
}

public sealed record BadgeOnPage(Badge Badge, DateTimeOffset At);

public sealed record ClosingOnPage(Outcome Outcome, string? YourReason, int SessionsHeld, DateTimeOffset At);
