using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Mentorships;

/// <summary>
/// A mentee leaves a group, or a coordinator of the mentorship has one leave it. The others go on; without a mentee the
/// mentorship closes.
/// </summary>
public static class LeaveGroup
{
    /// <param name="Mentee">Who leaves; null for the caller. A coordinator names a mentee.</param>
    /// <param name="Reason">Its author and the coordinators of the mentorship can read it.</param>
    public sealed record Request(Guid? Mentee = null, string? Reason = null);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).Text();
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
        var (mentee, reason) = (
            request.Mentee is { } named ? new PersonId(named) : by,
            by.ToPersonalTextOrNull(request.Reason)
        );
        await events.Update(
            async writes =>
            {
                var m = await writes.Fetch<Mentorship, MentorshipEvent>(id, Mentorship.Evolve);
                var mayManage = m is not null && await events.IsCoordinatorOf(m, user, ct);
                writes.Append<Mentorship, MentorshipEvent>(id, Decide(m, by, mayManage, mentee, reason, now));
            },
            ct
        );
        return TypedResults.NoContent();
    }

    public static MentorshipEvent[] Decide(
        Mentorship? mentorship,
        PersonId by,
        bool mayManage,
        PersonId mentee,
        PersonalText? reason,
        DateTimeOffset now
    )
    {
        if (mentorship is { } left && left.HasLeft(mentee) && (mayManage || by == mentee))
            return [];
        var m = mentorship is { } known && mayManage ? known : mentorship.RequireMember(by);
        if (!mayManage && by != mentee)
            throw new DomainException(
                DomainError.Forbidden,
                "A mentee leaves for themselves, or by a coordinator of the mentorship."
            );
        return (m, m.RoleOf(mentee)) switch
        {
            (_, null) => throw new InvalidFieldException("mentee", "must be a mentee of the mentorship"),
            ({ Kind: not RelationshipKind.Group }, _) => throw Conflict(
                "Only a mentee of a group leaves it. Close this mentorship instead.",
                "close-instead"
            ),
            (_, not MemberRole.Mentee) => throw Conflict(
                "The mentor does not leave a group. Close it, or ask a coordinator.",
                "close-instead"
            ),
            // The last mentee left before, which closed it.
            ({ Closing: { Outcome: Outcome.EndedEarly, By: var closedBy } }, _) when closedBy == by => [],
            ({ Closing: not null }, _) => throw Conflict("The mentorship is closed.", "mentorship-closed"),
            _ => m.Leave(mentee, LeaveCause.Left, by, reason, now),
        };

        static DomainException Conflict(string message, string code) =>
            new(DomainError.Conflict, message) { Code = code };
    }
}
