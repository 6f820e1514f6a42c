using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;

namespace PeerNetwork.Analytics.Dashboard;

/// <summary>The same figures week by week, from the first in which something happened to the last.</summary>
public static class ShowWeeks
{
    private const int DaysInWeek = 7;

    /// <param name="Code">The ISO 8601 week, such as 2026-W05.</param>
    /// <param name="Starts">Its Monday; weeks are counted in UTC.</param>
    public sealed record Week(string Code, DateOnly Starts, AllFigures Figures);

    public sealed record Answer(Guid Program, string Name, string? Site, IReadOnlyList<Week> Items);

    public static async Task<Ok<Answer>> Handle(
        [AsParameters] Question question,
        ClaimsPrincipal user,
        Analyst analyst,
        CancellationToken ct
    )
    {
        var site = Analyst.SiteFor(user, question.Site);
        var subject = await analyst.Ask(question, ct);
        subject.NeedSite(site);
        return TypedResults.Ok(
            new Answer(
                subject.Id,
                subject.Name,
                site,
                [.. Weeks(subject.Cube.Weeks).Select(w => new Week(CodeOf(w), w, subject.Figures(site, w)))]
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

    private static string CodeOf(DateOnly monday) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{ISOWeek.GetYear(monday.ToDateTime(TimeOnly.MinValue)):0000}-W{ISOWeek.GetWeekOfYear(monday.ToDateTime(TimeOnly.MinValue)):00}"
        );
}
