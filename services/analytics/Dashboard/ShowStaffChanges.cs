using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Analytics.Indicators;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Analytics.Dashboard;

/// <summary>How many employees and contractors of a site joined, moved, went on leave, came back and left.</summary>
/// <remarks>
/// There are no sums over months or sites, so that no small group follows from a difference. A month is shown when it
/// is over: from one day to the next a running count would tell of single people.
/// </remarks>
public static class ShowStaffChanges
{
    private const int MinYear = 2000,
        MaxYear = 2199;

    /// <param name="Code">Such as 2026-05.</param>
    /// <param name="Joined">People who began to work for the company, at this site.</param>
    /// <param name="Moved">People who came from another site.</param>
    /// <param name="Left">People who left the company, from this site.</param>
    public sealed record Month(
        string Code,
        Metric Joined,
        Metric Moved,
        Metric WentOnLeave,
        Metric CameBack,
        Metric Left
    );

    /// <param name="Items">The months of the year that are over.</param>
    public sealed record Response(string Site, int Year, IReadOnlyList<Month> Items);

    private sealed record ChangeRow(int Month, string Change, long People);

    /// <param name="site">The code of a site.</param>
    /// <param name="year">Months are those of the site's own calendar days.</param>
    public static async Task<Ok<Response>> Handle(
        string site,
        int year,
        ClaimsPrincipal user,
        ReadModels tables,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        if (year is < MinYear or > MaxYear)
            throw new InvalidFieldException("year", $"must be a year from {MinYear} to {MaxYear}");
        RequireSite(user, site);
        if (await tables.QueryFirstOrDefault<string>($"select code from sites where code = {site}", ct) is null)
            throw new DomainException(DomainError.NotFound, $"There is no site {site}.");
        var rows = await tables.Query<ChangeRow>(
            $"""
            select extract(month from day)::int as month, change, count(distinct person) as people from staff_changes
            where site_code = {site} and day between {new DateOnly(year, 1, 1)} and {new DateOnly(year, 12, 31)}
            group by 1, 2
            """,
            ct
        );
        var people = rows.ToDictionary(r => (r.Month, r.Change), r => (int)r.People);
        return TypedResults.Ok(
            new Response(site, year, [.. MonthsOver(year, clock.GetUtcNow()).Select(m => MonthOf(year, m, people))])
        );
    }

    /// <exception cref="DomainException">The user has no role for the whole site: for all its programs and
    /// departments.</exception>
    private static void RequireSite(ClaimsPrincipal user, string site)
    {
        var scope = DashboardReader.ScopeOf(user);
        scope.Require(site);
        if (!scope.Includes(new(Roles.Sponsor, [site], [], [])))
            throw new DomainException(
                DomainError.Forbidden,
                $"This is about all people of the site {site}, and your role there is for programs."
            );
    }

    /// <summary>A month is over when it is over in every time zone.</summary>
    private static IEnumerable<int> MonthsOver(int year, DateTimeOffset now)
    {
        var earliest = DateOnly.FromDateTime(now.UtcDateTime.AddHours(-12));
        return Enumerable.Range(1, 12).Where(month => new DateOnly(year, month, 1).AddMonths(1) <= earliest);
    }

    private static Month MonthOf(int year, int month, Dictionary<(int Month, string Change), int> people)
    {
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}"),
            Count("joined"),
            Count("moved"),
            Count("wentOnLeave"),
            Count("cameBack"),
            Count("left")
        );

        Metric Count(string change)
        {
            var count = people.GetValueOrDefault((month, change));
            return SmallGroups.IsSmall(count) ? Metric.SuppressedValue : count;
        }
    }
}
