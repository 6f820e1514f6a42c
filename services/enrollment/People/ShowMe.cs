using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People;

/// <summary>Who the user is, and which roles the user has now.</summary>
public static class ShowMe
{
    /// <param name="Person">Null where the account belongs to no person, such as that of a human resources
    /// system.</param>
    public sealed record Response(PersonView? Person, IReadOnlyList<string> Roles);

    public static async Task<Ok<Response>> Handle(ClaimsPrincipal user, EventStreams events, CancellationToken ct)
    {
        var person = await events.Read<Person, PersonEvent>(user.Id(), Person.Evolve, ct);
        return TypedResults.Ok(
            new Response(
                person is null ? null : PersonView.ForPerson(person),
                [.. ServiceDefaults.Roles.All.Where(user.HasRole)]
            )
        );
    }
}
