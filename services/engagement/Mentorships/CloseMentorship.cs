using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Mentorships;

/// <summary>
/// A member, or a coordinator of a member who is not a mentor, closes a mentorship with its outcome. Sessions still to
/// come are cancelled. A mentee of a group leaves it instead (<see cref="LeaveGroup"/>).
/// </summary>
public static class CloseMentorship
{
    /// <param name="Outcome"><c>completed</c>, <c>endedEarly</c> or <c>neverStarted</c>; the service sets the
    /// others.</param>
    /// <param name="Reason">Its author and the coordinators of the mentorship can read it.</param>
    public sealed record Request(Outcome Outcome, string? Reason = null);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Reason).Text();
            RuleFor(r => r.Outcome)
                .Must(outcome => outcome is Outcome.Completed or Outcome.EndedEarly or Outcome.NeverStarted)
                .WithMessage("must be completed, endedEarly or neverStarted");
            RuleFor(r => r.Reason)
                .NotNull()
                .When(r => r.Outcome is Outcome.EndedEarly)
                .WithMessage("must say why it ended early");
        }
    }

    public static async Task<NoContent> Handle(
        Guid id,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        await events.Update(
            async writes =>
            {
                var m = await writes.Fetch<Mentorship, MentorshipEvent>(id, Mentorship.Evolve);
                var mayManage = m is not null && await events.IsCoordinatorOf(m, user, ct);
                var reason = by.ToPersonalTextOrNull(request.Reason);
                writes.Append<Mentorship, MentorshipEvent>(id, Decide(m, by, mayManage, request.Outcome, reason, now));
            },
            ct
        );
        return TypedResults.NoContent();
    }

    public static MentorshipEvent[] Decide(
        Mentorship? mentorship,
        PersonId by,
        bool mayManage,
        Outcome outcome,
        PersonalText? reason,
        DateTimeOffset now
    )
    {
        var m = mentorship is { } known && mayManage ? known : mentorship.RequireMember(by);
        if (!mayManage && m.Kind is RelationshipKind.Group && m.RoleOf(by) is MemberRole.Mentee)
            throw new DomainException(
                DomainError.Forbidden,
                "Only the mentor or a coordinator closes a group. You can leave it, and the others go on."
            )
            {
                Code = "leave-instead",
            };
        return (outcome, m) switch
        {
            (_, { Closing.Outcome: var past }) when past == outcome => [],
            (_, { Closing.Outcome: var past }) => throw Conflict($"The mentorship was closed as {past}."),
            (Outcome.NeverStarted, { SessionsHeld: > 0 }) => throw Conflict("Sessions were held: it did start."),
            (Outcome.Completed, { SessionsHeld: 0 }) => throw Conflict(
                "No session was held: say neverStarted, or endedEarly with the reason."
            ),
            _ => m.Close(outcome, by, reason, now),
        };

        static DomainException Conflict(string message) => new(DomainError.Conflict, message);
    }
}
