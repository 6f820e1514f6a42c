using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;

namespace PeerNetwork.Portal.Coordination;

/// <summary>The coffee rounds of a program, the newest first.</summary>
public sealed record CoffeeRoundsView(
    ReadCoffeeRoundsScheduleView Schedule,
    IReadOnlyList<ReadCoffeeRoundsRoundSummary> Rounds
)
{
    /// <summary>More rounds than a program has in a year of weeks.</summary>
    private const int MostShown = 60;

    public static async Task<CoffeeRoundsView> Load(Guid program, MatchingClient matching)
    {
        var (schedule, rounds) = (
            matching.ReadCoffeeRoundsShowAsync(program),
            matching.ReadCoffeeRoundsListAsync(program, limit: MostShown)
        );
        await Task.WhenAll(schedule, rounds);
        return new(await schedule, (await rounds).Items);
    }
}

/// <summary>The groups of a coffee round, by the names of the people as far as they are known.</summary>
/// <param name="Next">The cursor of those that follow; null for none.</param>
public sealed record CoffeeGroupsView(IReadOnlyList<IReadOnlyList<string?>> Groups, string? Next)
{
    /// <summary>A group has at most three people, and names are asked for up to 100.</summary>
    private const int PageSize = 30;

    public static Task<CoffeeGroupsView> Load(
        Guid program,
        int round,
        MatchingClient matching,
        EnrollmentClient enrollment
    ) => new CoffeeGroupsView([], null).LoadMore(program, round, matching, enrollment);

    public async Task<CoffeeGroupsView> LoadMore(
        Guid program,
        int round,
        MatchingClient matching,
        EnrollmentClient enrollment
    )
    {
        var page = await matching.ReadCoffeeRoundsGroupsAsync(program, round, Next, PageSize);
        var names = await enrollment.NamesOf(page.Items.SelectMany(group => group.People));
        return new(
            [.. Groups, .. page.Items.Select(group => group.People.Select(p => names.GetValueOrDefault(p)).ToArray())],
            page.Next
        );
    }
}
