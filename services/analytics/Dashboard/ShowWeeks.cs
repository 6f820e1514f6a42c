using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Analytics.Indicators;

namespace PeerNetwork.Analytics.Dashboard;

/// <summary>The same metrics week by week, from the first in which something happened to the last.</summary>
public static class ShowWeeks
{
    private const int DaysInWeek = 7;

    /// <param name="Code">The ISO 8601 week, such as 2026-W05.</param>
    /// <param name="Starts">Its Monday; weeks are counted in UTC.</param>
    public sealed record Week(string Code, DateOnly Starts, DashboardMetrics Metrics);

    /// <param name="Site">Null for all sites.</param>
    /// <param name="Period">Null for all time.</param>
    public sealed record Response(Guid Program, string Name, string? Site, string? Period, IReadOnlyList<Week> Items);

    public static async Task<Ok<Response>> Handle(
        [AsParameters] DashboardQuery query,
        ClaimsPrincipal user,
        DashboardReader reader,
        CancellationToken ct
    )
    {
        var site = DashboardReader.ResolveSite(user, query);
        var program = await reader.Load(query.Program, ct);
        program.RequireSite(site);
        return TypedResults.Ok(
            new Response(
                program.Id,
                program.Name,
                site,
                query.Period?.ToString(),
                [
                    .. Weeks(program.Cube.Weeks)
                        .Where(w => query.Period is null || query.Period == Period.OfWeek(w))
                        .Select(w => new Week(CodeOf(w), w, program.MetricsFor(site, Interval.OfWeek(w)))),
                ]
            )
        );
    }

    private static IEnumerable<DateOnly> Weeks(IReadOnlyList<DateOnly> eventful)
    {
        if (eventful.Count == 0)
            yield break;
        for (var week = eventful[0]; week <= eventful[^1]; week = week.AddDays(DaysInWeek))
            yield return week;
    }

    private static string CodeOf(DateOnly monday)
    {
        var day = monday.ToDateTime(TimeOnly.MinValue);
        var (year, week) = (ISOWeek.GetYear(day), ISOWeek.GetWeekOfYear(day));
        return string.Create(CultureInfo.InvariantCulture, $"{year:0000}-W{week:00}");
    }
}
