using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.CheckIns;

/// <summary>A member says in a line how things are going, without a meeting.</summary>
public static class GiveCheckIn
{
    public sealed record Request(CheckInStatus Status, int Mood, string? Blocker = null);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Mood).InclusiveBetween(1, 5);
            RuleFor(r => r.Blocker).Text();
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
        var blocker = by.ToPersonalTextOrNull(request.Blocker);
        await events.Update<Mentorship, MentorshipEvent>(
            id,
            Mentorship.Evolve,
            m => Decide(m, by, request.Status, request.Mood, blocker, now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static MentorshipEvent[] Decide(
        Mentorship? mentorship,
        PersonId by,
        CheckInStatus status,
        int mood,
        PersonalText? blocker,
        DateTimeOffset now
    )
    {
        var m = mentorship.RequireOpenFor(by);
        return [new CheckInGiven(m.Id, m.Program, m.SiteCode, by, m.RoleOfMember(by), status, mood, blocker, now)];
    }
}
