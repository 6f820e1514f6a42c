using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People.Duplicates;

/// <summary>Two people look alike, and are two people: the pair is not listed again.</summary>
public static class DismissDuplicate
{
    /// <param name="Person">One of the two.</param>
    /// <param name="Other">The other one.</param>
    public sealed record Request(Guid Person, Guid Other, string Reason);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Reason).Reason();
            RuleFor(r => r.Other).NotEqual(r => r.Person).WithMessage("must be another person");
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
        var (by, now) = (user.Id(), clock.GetUtcNow());
        var pair = DuplicatePair.IdOf(request.Person, request.Other);
        await events.Update(
            async writes =>
            {
                await RequirePerson(writes, "person", request.Person);
                await RequirePerson(writes, "other", request.Other);
                var known = await writes.Fetch<DuplicatePair, DuplicatePairEvent>(pair.Value, DuplicatePair.Evolve);
                var dismissed = new DuplicateDismissed(
                    pair,
                    new(request.Person),
                    new(request.Other),
                    by,
                    new(by, request.Reason),
                    now
                );
                writes.Append<DuplicatePair, DuplicatePairEvent>(pair.Value, Decide(known, dismissed));
            },
            ct
        );
        return TypedResults.NoContent();
    }

    public static DuplicatePairEvent[] Decide(DuplicatePair? pair, DuplicateDismissed dismissed) =>
        pair is { Dismissed: true } ? [] : [dismissed];

    private static async Task RequirePerson(StreamWrites writes, string field, Guid id)
    {
        if (await writes.Fetch<Person, PersonEvent>(id, Person.Evolve) is null)
            throw new InvalidFieldException(field, "must be the id of a person");
    }
}
