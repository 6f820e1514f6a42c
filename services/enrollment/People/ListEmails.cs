using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.People;

/// <summary>Shows the people administration which mail addresses a person has and had.</summary>
public static class ListEmails
{
    /// <param name="Emails">The present one first, then the last one first; none after an erasure.</param>
    public sealed record Response(Guid Person, IReadOnlyList<EmailView> Emails);

    /// <param name="From">When HR named it.</param>
    /// <param name="Until">Null for the present address.</param>
    public sealed record EmailView(string Address, DateTimeOffset From, DateTimeOffset? Until);

    public static async Task<Ok<Response>> Handle(Guid id, EventStreams events, CancellationToken ct)
    {
        var person =
            await events.Read<Person, PersonEvent>(id, Person.Evolve, ct)
            ?? throw new DomainException(DomainError.NotFound, "No such person.");
        if (person.MergedInto is { } merged)
            throw merged.ToException(DomainError.NotFound);
        return TypedResults.Ok(new Response(id, await Load(events, person, ct)));
    }

    /// <summary>Of the person, and of those who were merged into the person.</summary>
    public static async Task<IReadOnlyList<EmailView>> Load(EventStreams events, Person person, CancellationToken ct)
    {
        var held = person.Emails.ToList();
        foreach (var merge in person.Merges)
        {
            var duplicate = await events.Read<Person, PersonEvent>(merge.Duplicate.Value, Person.Evolve, ct);
            held.AddRange(duplicate!.Emails);
        }

        return
        [
            .. EmailHistory
                .Joined(held)
                .OrderByDescending(e => e.Until ?? DateTimeOffset.MaxValue)
                .ThenByDescending(e => e.From)
                .Select(e => new EmailView($"{e.Address}", e.From, e.Until)),
        ];
    }
}
