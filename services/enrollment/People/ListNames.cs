using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People;

/// <summary>Names several people at once, for lists that know people by their ids alone.</summary>
/// <remarks>A name is for the users to whom the person is shown (<see cref="ShowPerson"/>).</remarks>
public static class ListNames
{
    private const int MaxPeople = 100;

    /// <param name="Items">In the order of the ids. People who are unknown, erased or merged, or not shown to the user,
    /// are left out.</param>
    public sealed record Response(IReadOnlyList<PersonName> Items);

    /// <param name="Name">Null where HR gave none.</param>
    public sealed record PersonName(Guid Id, string? Name);

    public static async Task<Ok<Response>> Handle(
        string ids,
        ClaimsPrincipal user,
        ReadModels models,
        CancellationToken ct
    )
    {
        var asked = Parse(ids);
        var shown = (await PeopleProjection.Load(models, asked, ct))
            .Where(person => ShowPerson.IsShownTo(user, person))
            .ToDictionary(person => person.Id.Value);
        return TypedResults.Ok(
            new Response([
                .. asked.Where(shown.ContainsKey).Select(id => new PersonName(id, shown[id].Name?.ToString())),
            ])
        );
    }

    private static Guid[] Parse(string ids)
    {
        var people = new HashSet<Guid>();
        foreach (var part in ids.Split(','))
        {
            if (!Guid.TryParseExact(part, "D", out var id))
                throw new MalformedRequestException("ids must be UUIDs with commas between them.");
            people.Add(id);
        }

        return people.Count <= MaxPeople
            ? [.. people]
            : throw new MalformedRequestException(
                $"ids must be those of 1 to {MaxPeople} people. Ask for the others in another request."
            );
    }
}
