using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Analytics.Indicators;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Analytics.Dashboard;

/// <summary>The same figures site by site, for the sites that the reader may see.</summary>
public static class ShowSites
{
    public sealed record Site(string Code, string Name, AllFigures Figures);

    /// <param name="Period">Null for all time.</param>
    public sealed record Answer(Guid Program, string Name, string? Period, IReadOnlyList<Site> Items);

    public static async Task<Ok<Answer>> Handle(
        Guid program,
        Period? period,
        ClaimsPrincipal user,
        Analyst analyst,
        CancellationToken ct
    )
    {
        var subject = await analyst.Ask(program, ct);
        var sites = subject.Sites.Where(site => user.HasRole(Roles.Sponsor) || user.MaySeeSite(site.Key)).ToArray();
        if (sites is [])
            throw new DomainException(DomainError.Forbidden, "None of the program's sites is in your care.");
        return TypedResults.Ok(
            new Answer(
                subject.Id,
                subject.Name,
                period?.ToString(),
                [
                    .. sites
                        .OrderBy(s => s.Key, StringComparer.Ordinal)
                        .Select(s => new Site(s.Key, s.Value, subject.Figures(s.Key, new(period, Week: null)))),
                ]
            )
        );
    }
}
