using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Feedback;

/// <summary>
/// Each member gives feedback once: on a session after it, on the mentorship after its close.
/// </summary>
public static class GiveFeedback
{
    /// <param name="Audience">The readers of this feedback besides its author: <c>partner</c> stands for the other
    /// members, <c>coordinator</c> for the coordinators of the mentorship's site.</param>
    public sealed record Request(
        int Score,
        string? Text = null,
        FeedbackAudience Audience = FeedbackAudience.Coordinator
    );

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Score).InclusiveBetween(1, 5);
            RuleFor(r => r.Text).Text();
        }
    }

    public static Task<NoContent> HandleSession(
        Guid id,
        Guid session,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    ) => Give(id, new SessionId(session), request, user.PersonId(), events, clock.GetUtcNow(), ct);

    public static Task<NoContent> HandleClose(
        Guid id,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    ) => Give(id, null, request, user.PersonId(), events, clock.GetUtcNow(), ct);

    public static MentorshipEvent[] Decide(
        Mentorship? mentorship,
        PersonId by,
        SessionId? session,
        int score,
        PersonalText? text,
        FeedbackAudience audience,
        DateTimeOffset now
    )
    {
        var m = mentorship.RequireMember(by);
        if (m.Program is null && audience is FeedbackAudience.Coordinator)
            throw new InvalidFieldException("audience", "must be partner: no coordinator reads it without a program");
        if (session is { } id && m.Sessions.Find(id).MissedBy is null)
            throw Conflict("Record first who came to the session.");
        if (session is null && m.Closing is null)
            throw Conflict("Feedback on the mentorship is asked for at its close.");
        return m.Feedback.Find(o => o.By == by && o.Session == session) switch
        {
            null =>
            [
                new FeedbackGiven(
                    m.Id,
                    m.Program,
                    m.SiteCode,
                    by,
                    m.RoleOfMember(by),
                    session,
                    score,
                    text,
                    now,
                    audience
                ),
            ],
            var given when (given.Score, given.Text, given.Audience) == (score, text, audience) => [],
            _ => throw Conflict("You have given your feedback on this already."),
        };

        static DomainException Conflict(string message) => new(DomainError.Conflict, message);
    }

    private static async Task<NoContent> Give(
        Guid id,
        SessionId? session,
        Request request,
        PersonId by,
        EventStreams events,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var text = by.ToPersonalTextOrNull(request.Text);
        await events.Update<Mentorship, MentorshipEvent>(
            id,
            Mentorship.Evolve,
            m => Decide(m, by, session, request.Score, text, request.Audience, now),
            ct
        );
        return TypedResults.NoContent();
    }
}
