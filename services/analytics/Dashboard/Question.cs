using System.Security.Claims;
using PeerNetwork.Analytics.Indicators;
using PeerNetwork.EventStore;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Analytics.Dashboard;

/// <summary>What a dashboard is asked for.</summary>
/// <param name="Program">One program at a time: the difference of two dashboards would show a small third one.</param>
/// <param name="Site">The code of a site; all sites where it is left out.</param>
/// <param name="From">The first week is the one with this day in it.</param>
/// <param name="To">The last week is the one with this day in it.</param>
public sealed record Question(Guid Program, string? Site, DateOnly? From, DateOnly? To);

/// <summary>A program as its dashboard needs it, with how many people work at each of its sites.</summary>
public sealed record Subject(
    Guid Id,
    string Name,
    IReadOnlyDictionary<string, string> Sites,
    IReadOnlyDictionary<string, int> Headcounts,
    Cube Cube,
    DateOnly? From,
    DateOnly? To
)
{
    public AllFigures Figures(string? site, DateOnly? week) =>
        new View(Cube, site, week, site is null ? Headcounts.Values.Sum() : Headcounts.GetValueOrDefault(site)).Figures;
}

/// <summary>Answers dashboards from the tables of facts, within the sites that the reader may see.</summary>
public sealed class Analyst(ReadModels tables)
{
    private const int DaysInWeek = 7;

    private sealed record SiteRow(string Code, string? Name);

    private sealed record HeadcountRow(string Code, long People);

    public async Task<Subject> Ask(Question question, CancellationToken ct)
    {
        new Check()
            .That(IsSensible(question.From), "from", "must be a day of the years 2000 to 2199")
            .That(IsSensible(question.To), "to", "must be a day of the years 2000 to 2199")
            .That(
                question.From is null || question.To is null || question.From <= question.To,
                "from",
                "must not be later than to"
            )
            .Throw();
        var (from, to) = (MondayOf(question.From), MondayOf(question.To)?.AddDays(DaysInWeek));
        if (
            await tables.One<string>($"select name from programs where id = {question.Program} and version > 0", ct)
            is not { } name
        )
            throw new RefusedException(Refusal.Missing, "No such program.");

        var cube = new Cube(await Moments.Of(tables, question.Program, Start(from), Start(to), ct));
        string[] eventful = [.. cube.Sites];
        var sites = await tables.Query<SiteRow>(
            $"""
            select code, max(s.name) as name
            from (select unnest(site_codes) as code from programs where id = {question.Program} union select unnest({eventful}::text[])) mine
            left join sites s using (code) group by code
            """,
            ct
        );
        string[] codes = [.. sites.Select(s => s.Code)];
        var headcounts = await tables.Query<HeadcountRow>(
            $"select site_code as code, count(*) as people from people where active and site_code = any({codes}) group by site_code",
            ct
        );
        return new(
            question.Program,
            name,
            sites.ToDictionary(s => s.Code, s => s.Name ?? s.Code),
            headcounts.ToDictionary(h => h.Code, h => (int)h.People),
            cube,
            from,
            to?.AddDays(-1)
        );
    }

    /// <summary>
    /// The site to show: the one asked for, else all; null stands for all. Sums over some sites but not all are never shown, for the
    /// difference of two of them could be a small group: so who cares for several sites asks for one at a time.
    /// </summary>
    public static string? SiteFor(ClaimsPrincipal user, string? asked)
    {
        if (user.HasRole(Roles.Sponsor))
            return asked;
        if (asked is null && user.Sites() is { Count: 1 } own && !own.Contains("*"))
            asked = own.Single();
        if (asked is not null)
            user.NeedSite(asked);
        else if (!user.MaySeeSite("*"))
            throw new RefusedException(
                Refusal.NotAllowed,
                "You see your own sites, one at a time. Ask for one of them with ?site=."
            );
        return asked;
    }

    private static bool IsSensible(DateOnly? day) => day is null or { Year: >= 2000 and <= 2199 };

    private static DateOnly? MondayOf(DateOnly? day) =>
        day?.AddDays(-(((int)day.Value.DayOfWeek + DaysInWeek - 1) % DaysInWeek));

    private static DateTimeOffset? Start(DateOnly? day) =>
        day is { } d ? new(d, TimeOnly.MinValue, TimeSpan.Zero) : null;
}
