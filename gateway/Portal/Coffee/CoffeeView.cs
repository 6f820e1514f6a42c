using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;

namespace PeerNetwork.Portal.Coffee;

/// <summary>The programs with coffee rounds that are open to the user.</summary>
/// <param name="Names">Of those whom the user meets, as far as they are known.</param>
public sealed record CoffeeView(
    IReadOnlyList<ListMyCoffeeCoffeeView> Programs,
    IReadOnlyDictionary<Guid, string?> Names
)
{
    /// <summary>Each has at most two others, and names are asked for up to 100 people.</summary>
    private const int MostShown = 50;

    public static async Task<CoffeeView> Load(MatchingClient matching, EnrollmentClient enrollment)
    {
        var programs = (await matching.ListMyCoffeeAsync(limit: MostShown)).Items;
        var others = programs.SelectMany(program => program.Group?.Others ?? []).Select(other => other.Person);
        return new(programs, await enrollment.NamesOf(others));
    }
}
