using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.People;

/// <summary>
/// A person takes no part in the runs of a program for a time. Open proposals are declined; mentorships go on.
/// </summary>
public static class PauseParticipation
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <param name="ResumesAt">From when on the person takes part again; at most a year from now.</param>
    public sealed record Request(DateTimeOffset ResumesAt);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator(TimeProvider clock) =>
            RuleFor(r => r.ResumesAt)
                .Must(at => at > clock.GetUtcNow() && at <= clock.GetUtcNow() + Longest)
                .WithMessage("must be in the future, and at most a year from now");
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
        await events.Update<Participation, ParticipationEvent>(
            id,
            Participation.Evolve,
            participation => Decide(participation, request.ResumesAt, by, now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static ParticipationEvent[] Decide(
        Participation? participation,
        DateTimeOffset until,
        PersonId by,
        DateTimeOffset now
    )
    {
        var joined = participation.RequireOwn(by);
        return participation!.PausedUntil == until
            ? []
            : [new ParticipantPaused(joined.Participation, joined.Program, joined.Person, until, now)];
    }

    /// <exception cref="DomainException">It is not there, was withdrawn, or is of another person.</exception>
    internal static ParticipantJoined RequireOwn(this Participation? participation, PersonId person) =>
        participation switch
        {
            { Withdrawn: false, Joined: { } joined } when joined.Person == person => joined,
            { Withdrawn: false, Joined: not null } => throw new DomainException(
                DomainError.Forbidden,
                "Only the person who takes part may pause."
            ),
            _ => throw new DomainException(DomainError.NotFound, "No such participation."),
        };
}
