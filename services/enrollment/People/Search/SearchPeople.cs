using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People.Search;

/// <summary>Finds people while the user types.</summary>
/// <remarks>
/// Coordinators find the people of their sites and departments, and the people administration all people, by name,
/// employee number and mail address. Others find by name who works here.
/// </remarks>
public static class SearchPeople
{
    private const int MaxLength = 100,
        MaxWords = 8,
        Limit = 20;

    /// <param name="Items">At most 20, the best first.</param>
    public sealed record Response(IReadOnlyList<PersonView> Items);

    public static async Task<Ok<Response>> Handle(
        string q,
        ClaimsPrincipal user,
        PeopleIndex index,
        ReadModels models,
        CancellationToken ct
    )
    {
        var scope = DirectoryScope.Of(user);
        var found = await index.Find(Words(q), scope, Limit, ct);
        var people = (await PeopleProjection.Load(models, found, ct)).ToDictionary(p => p.Id.Value);
        return TypedResults.Ok(new Response([.. found.Where(people.ContainsKey).Select(id => scope.View(people[id]))]));
    }

    public static string[] Words(string q)
    {
        if (q.Length > MaxLength)
            throw new InvalidFieldException("q", $"must have 1 to {MaxLength} characters");
        return SearchWords.Of(q) is { Length: >= 1 and <= MaxWords } words
            ? words
            : throw new InvalidFieldException("q", $"must have 1 to {MaxWords} words with letters or digits");
    }
}
