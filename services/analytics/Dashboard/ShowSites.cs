using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Analytics.Indicators;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Analytics.Dashboard;

/// <summary>The same metrics site by site, for the sites that the reader may see.</summary>
public static class ShowSites
{
    public sealed record Site(string Code, string Name, DashboardMetrics Metrics);

    /// <param name="Period">Null for all time.</param>
    public sealed record Response(Guid Program, string Name, string? Period, IReadOnlyList<Site> Items);

    public static async Task<Ok<Response>> Handle(
        Guid program,
        Period? period,
        ClaimsPrincipal user,
        DashboardReader reader,
        CancellationToken ct
    )
    {
        var scope = DashboardReader.ScopeOf(user);
        var data = await reader.Load(program, ct);
        var sites = data.Sites.Where(site => scope.Covers(site.Key, program)).ToArray();
        if (sites is [])
            throw new DomainException(DomainError.Forbidden, "You have no access to any site of this program.");
        return TypedResults.Ok(
            new Response(
                data.Id,
                data.Name,
                period?.ToString(),
                [
                    .. sites
                        .OrderBy(s => s.Key, StringComparer.Ordinal)
                        .Select(s => new Site(s.Key, s.Value, data.MetricsFor(s.Key, new(period, Week: null)))),
                ]
            )
        );
    }
}
