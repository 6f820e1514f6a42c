using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;

namespace PeerNetwork.Portal.Connections;

/// <summary>What the user stated about connections, their requests, and the people whom they can ask.</summary>
/// <param name="Next">The cursor of the people after <paramref name="People"/>; null for none.</param>
/// <param name="Names">Of all these people, as far as they are known.</param>
public sealed record ConnectionsView(
    ConnectionsQuery Query,
    ShowConnectionPreferencesView Preferences,
    IReadOnlyList<ListMyConnectionsConnectionView> Requests,
    IReadOnlyList<ListOpenPeopleOpenPerson> People,
    string? Next,
    IReadOnlyDictionary<Guid, string?> Names
)
{
    private const int MostRequests = 50,
        MostPeople = 50;

    public static async Task<ConnectionsView> Load(
        ConnectionsQuery query,
        MatchingClient matching,
        EnrollmentClient enrollment
    )
    {
        var preferences = await matching.ShowConnectionPreferencesAsync();
        var requests = (await matching.ListMyConnectionsAsync(limit: MostRequests)).Items;
        var people = await matching.ListOpenPeopleAsync(
            query.Offers,
            query.Wants,
            query.Interest,
            query.Site,
            query.Cursor,
            MostPeople
        );
        var names = await enrollment.NamesOf([
            .. requests.SelectMany(request => new[] { request.From, request.To }),
            .. people.Items.Select(person => person.Id),
            .. preferences.Blocked,
        ]);
        return new(query, preferences, [.. requests], [.. people.Items], people.Next, names);
    }
}
