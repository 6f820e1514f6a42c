using System.Security.Claims;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.People;

public static class PersonLookup
{
    /// <summary>The person who asks.</summary>
    public static PersonId PersonId(this ClaimsPrincipal user) => new(user.Id());

    /// <summary>What is known of a person: their zone, their hours.</summary>
    public static async Task<Person> LoadPerson(this EventStreams events, PersonId id, CancellationToken ct)
    {
        var person = await events.Read<Person, PersonEvent>(id.Value, Person.Evolve, ct) ?? Person.Unknown(id);
        return await events.Load<PersonReplica>(id.Value, ct) is { } replica
            ? person with
            {
                Zone = replica.Zone,
            }
            : person;
    }
}
