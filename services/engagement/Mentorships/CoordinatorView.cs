using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Feedback;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Roadmaps;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Mentorships;

/// <summary>
/// What the members wrote for the coordinators of the mentorship: feedback with that audience, and the reasons of the
/// close and of those who left a group. Of the roadmap they see how far it has come.
/// </summary>
/// <param name="Roadmap">Null where the program had none at the start.</param>
public sealed record CoordinatorView(
    Guid Id,
    IReadOnlyList<FeedbackView> Feedback,
    IReadOnlyList<DepartureView> Departures,
    RoadmapProgressView? Roadmap,
    CoordinatorClosingView? Closing
)
{
    public static async Task<Ok<CoordinatorView>> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    )
    {
        var m = await events.Read<Mentorship, MentorshipEvent>(id, Mentorship.Evolve, ct);
        var mayRead = m is not null && await events.IsCoordinatorOf(m, user, ct);
        return TypedResults.Ok(For(m, user.PersonId(), mayRead));
    }

    /// <exception cref="DomainException">No such mentorship in the coordinator's scope, or it is the
    /// coordinator's own.</exception>
    public static CoordinatorView For(Mentorship? mentorship, PersonId reader, bool mayRead) =>
        mentorship switch
        {
            { } m when m.RoleOf(reader) is not null || m.HasLeft(reader) => throw new DomainException(
                DomainError.Forbidden,
                "This is your own mentorship. Another coordinator of the site reads what was written about it."
            ),
            { } m when mayRead => new(
                m.Id.Value,
                [.. m.Feedback.Where(o => o.Audience is FeedbackAudience.Coordinator).Select(FeedbackView.Of)],
                [.. m.Departures.Select(DepartureView.Of)],
                RoadmapProgressView.Of(m),
                m.Closing is { } c ? new(c.Outcome, c.By?.Value, c.Reason?.ToString(), c.SessionsHeld, c.At) : null
            ),
            _ => throw new DomainException(
                DomainError.NotFound,
                "There is no such mentorship at your sites, or in your departments."
            ),
        };
}

/// <param name="By">The mentee or a coordinator; null when the service had the person leave.</param>
public sealed record DepartureView(Guid Person, Guid? By, LeaveCause Cause, string? Reason, DateTimeOffset At)
{
    public static DepartureView Of(MemberLeft l) =>
        new(l.Member.Person.Value, l.By?.Value, l.Cause, l.Reason?.ToString(), l.At);
}

/// <param name="By">The person who closed it; null when the service did.</param>
public sealed record CoordinatorClosingView(
    Outcome Outcome,
    Guid? By,
    string? Reason,
    int SessionsHeld,
    DateTimeOffset At
);
