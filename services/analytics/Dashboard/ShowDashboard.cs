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
    public sealed record Answer(
        Guid Program,
        string Name,
        string? Site,
        string? Period,
        DateOnly? From,
        DateOnly? To,
        AllFigures Figures
    );

    public static async Task<Ok<Answer>> Handle(
        [AsParameters] Question question,
        ClaimsPrincipal user,
        Analyst analyst,
        CancellationToken ct
    )
    {
        var site = Analyst.SiteFor(user, question.Site);
        var subject = await analyst.Ask(question.Program, ct);
        subject.NeedSite(site);
        return TypedResults.Ok(
            new Answer(
                subject.Id,
                subject.Name,
                site,
                question.Period?.ToString(),
                question.Period?.Starts,
                question.Period?.Ends,
                subject.Figures(site, new(question.Period, Week: null))
            )
        );
    }

    /// <exception cref="DomainException">The program has nothing to do with the site.</exception>
    public static void NeedSite(this Subject subject, string? site)
    {
        if (site is not null && !subject.Sites.ContainsKey(site))
            throw new DomainException(DomainError.NotFound, $"The program does not run at a site {site}.");
    }
}
