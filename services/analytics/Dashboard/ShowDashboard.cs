using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Analytics.Dashboard;

/// <summary>What a program achieved, at all sites or at one.</summary>
public static class ShowDashboard
{
    /// <param name="Site">Null for all sites.</param>
    /// <param name="Period">Null for all time.</param>
    /// <param name="From">The Monday of the first week of the period.</param>
    /// <param name="To">The Sunday of its last week.</param>
    /// <param name="Targets">What the program wants to reach, and has reached over all time.</param>
    public sealed record Response(
        Guid Program,
        string Name,
        string? Site,
        string? Period,
        DateOnly? From,
        DateOnly? To,
        DashboardMetrics Metrics,
        IReadOnlyList<TargetProgress> Targets
    );

    public static async Task<Ok<Response>> Handle(
        [AsParameters] DashboardQuery query,
        ClaimsPrincipal user,
        DashboardReader reader,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var site = DashboardReader.ResolveSite(user, query);
        var program = await reader.Load(query.Program, ct);
        program.RequireSite(site);
        var targets = await reader.LoadTargets(query.Program, ct);
        var allTime = program.MetricsFor(site, new(Period: null, Week: null));
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return TypedResults.Ok(
            new Response(
                program.Id,
                program.Name,
                site,
                query.Period?.ToString(),
                query.Period?.Starts,
                query.Period?.Ends,
                query.Period is null ? allTime : program.MetricsFor(site, new(query.Period, Week: null)),
                [.. targets.Select(target => TargetProgress.Of(target, allTime, today)).OfType<TargetProgress>()]
            )
        );
    }

    /// <exception cref="DomainException">The program has nothing to do with the site.</exception>
    public static void RequireSite(this ProgramData program, string? site)
    {
        if (site is not null && !program.Sites.ContainsKey(site))
            throw new DomainException(DomainError.NotFound, $"The program does not run at a site {site}.");
    }
}
