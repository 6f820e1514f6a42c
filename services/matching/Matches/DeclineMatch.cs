using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Matches;

/// <summary>
/// A person declines a proposed match. A reason is optional. A group goes on without a mentee where it has enough
/// others.
/// </summary>
public static class DeclineMatch
{
    /// <param name="Reason">In the person's own words, up to 1,000 characters; for coordinators only.</param>
    public sealed record Request(string? Reason = null);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() =>
            RuleFor(r => r.Reason).MaximumLength(1_000).WithMessage("must have at most 1,000 characters");
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
        var (person, now) = (user.PersonId(), clock.GetUtcNow());
        var note = string.IsNullOrWhiteSpace(request.Reason) ? (PersonalText?)null : new(person.Value, request.Reason);
        await events.Update<Match, MatchEvent>(id, Match.Evolve, match => Decide(match, person, note, now), ct);
        return TypedResults.NoContent();
    }

    public static MatchEvent[] Decide(Match? match, PersonId by, PersonalText? note, DateTimeOffset now) =>
        match switch
        {
            null => throw new DomainException(DomainError.NotFound, "No such match."),
            _ when match.Left.ContainsKey(by) => [],
            _ when !match.Involves(by) => throw new DomainException(
                DomainError.Forbidden,
                "Only the members of this match may decline."
            ),
            { State: MatchState.Declined } => [],
            { State: MatchState.Confirmed or MatchState.Ended } => throw new DomainException(
                DomainError.Conflict,
                "All have accepted: close the mentorship instead, or leave it if it is a group."
            )
            {
                Code = "match-confirmed",
            },
            _ => match.Without(
                [by],
                match.Members.Find(by)!.Role switch
                {
                    MemberRole.Mentor => DeclineReason.DeclinedByMentor,
                    MemberRole.Mentee => DeclineReason.DeclinedByMentee,
                    _ => DeclineReason.DeclinedByPeer,
                },
                note,
                now
            ),
        };
}
