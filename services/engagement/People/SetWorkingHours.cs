using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.People;

/// <summary>A person says when they may be met; the overlap finder goes by it.</summary>
public static class SetWorkingHours
{
    public sealed record Request(TimeOnly From, TimeOnly To, IReadOnlyList<DayOfWeek> Days);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.To)
                .NotEqual(r => r.From)
                .WithMessage("must differ from the beginning; an earlier time means the next day");
            RuleFor(r => r.Days)
                .Must(days => days.Count is >= 1 and <= 7 && days.Distinct().Count() == days.Count)
                .WithMessage("must have 1 to 7 different days");
        }
    }

    public static async Task<NoContent> Handle(
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (person, hours, now) = (
            user.PersonId(),
            new WorkingHours(request.From, request.To, request.Days),
            clock.GetUtcNow()
        );
        await events.Update<Person, PersonEvent>(
            person.Value,
            Person.Evolve,
            known => Decide(known, person, hours, now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static PersonEvent[] Decide(Person? known, PersonId person, WorkingHours hours, DateTimeOffset now) =>
        hours.Equals(known?.Hours ?? WorkingHours.Default) ? [] : [new WorkingHoursSet(person, hours, now)];
}
