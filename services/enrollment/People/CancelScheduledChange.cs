using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.People;

/// <summary>A scheduled change will not take effect.</summary>
public static class CancelScheduledChange
{
    public static async Task<NoContent> Handle(
        Guid id,
        Guid change,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        await events.Update<Person, PersonEvent>(id, Person.Evolve, person => Decide(person, new(change), now), ct);
        return TypedResults.NoContent();
    }

    public static PersonEvent[] Decide(Person? person, ChangeId change, DateTimeOffset now) =>
        person?.Scheduled.Any(s => s.Id == change) is true
            ? [new PersonChangeCancelled(person.Id, change, now)]
            : throw new DomainException(
                DomainError.NotFound,
                "No such change is scheduled: it has taken effect, was cancelled, or never was."
            );
}
