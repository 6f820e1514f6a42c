using Microsoft.AspNetCore.WebUtilities;

namespace PeerNetwork.Portal.Connections;

/// <summary>Which people who are open to connections are listed, as the address says. Null stands for all.</summary>
/// <param name="Offers">Those who show that they offer this skill.</param>
/// <param name="Wants">Those who show that they want this skill.</param>
/// <param name="Interest">Those who show this interest.</param>
/// <param name="Site">Those of the site with this code.</param>
public sealed record ConnectionsQuery(
    string? Offers = null,
    string? Wants = null,
    string? Interest = null,
    string? Site = null,
    string? Cursor = null
)
{
    /// <summary>The page with these people.</summary>
    public string Address =>
        QueryHelpers.AddQueryString(
            "/connections",
            new Dictionary<string, string?>
            {
                ["offers"] = Offers,
                ["wants"] = Wants,
                ["interest"] = Interest,
                ["site"] = Site,
                ["cursor"] = Cursor,
            }
        );

    public bool IsFiltered => this with { Cursor = null } != new ConnectionsQuery();
}
