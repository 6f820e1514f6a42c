using System.Security.Claims;
using PeerNetwork.Analytics.Indicators;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Analytics.Dashboard;

/// <summary>The parameters of a dashboard.</summary>
public sealed record DashboardQuery
{
    /// <summary>One program at a time: the difference of two dashboards would show a small third one.</summary>
    public Guid Program { get; init; }

    /// <summary>The code of a site; all sites where it is left out.</summary>
    public string? Site { get; init; }

    /// <summary>
    /// One quarter of whole ISO weeks, such as 2026-Q1; all time where it is left out. Other ranges could be subtracted
    /// from one another.
    /// </summary>
    public Period? Period { get; init; }
}

/// <summary>The data of a program's dashboard, with the headcount of each of its sites.</summary>
public sealed record ProgramData(
    Guid Id,
    string Name,
    IReadOnlyDictionary<string, string> Sites,
    IReadOnlyDictionary<string, int> Headcounts,
    Cube Cube
)
{
    public DashboardMetrics MetricsFor(string? site, Interval time) =>
        new MetricsCalculator(
            Cube,
            site,
            time,
            site is null ? Headcounts.Values.Sum() : Headcounts.GetValueOrDefault(site)
        ).Metrics;
}

/// <summary>Reads the data of dashboards, within the sites that the user may see.</summary>
public sealed class DashboardReader(ReadModels tables)
{
    private sealed record SiteRow(string Code, string? Name);

    private sealed record HeadcountRow(string Code, long People);

    public async Task<ProgramData> Load(Guid program, CancellationToken ct)
    {
        if (
            await tables.QueryFirstOrDefault<string>(
                $"select name from programs where id = {program} and version > 0",
                ct
            )
            is not { } name
        )
            throw new DomainException(DomainError.NotFound, "No such program.");

        var cube = new Cube(await Measurements.Load(tables, program, ct));
        string[] eventful = [.. cube.Sites];
        var sites = await tables.Query<SiteRow>(
            $"""
            select code, max(s.name) as name
            from (select unnest(site_codes) as code from programs where id = {program}
                union select unnest({eventful}::text[])) mine
            left join sites s using (code) group by code
            """,
            ct
        );
        string[] codes = [.. sites.Select(s => s.Code)];
        var headcounts = await tables.Query<HeadcountRow>(
            $"""
            select site_code as code, count(*) as people from people
            where active and site_code = any({codes}) group by site_code
            """,
            ct
        );
        return new(
            program,
            name,
            sites.ToDictionary(s => s.Code, s => s.Name ?? s.Code),
            headcounts.ToDictionary(h => h.Code, h => (int)h.People),
            cube
        );
    }

    public Task<IReadOnlyList<TargetRecorded>> LoadTargets(Guid program, CancellationToken ct) =>
        tables.Query<TargetRecorded>(
            $"""
            select t.metric, t.baseline, t.value, t.due from programs,
                jsonb_to_recordset(targets) as t (metric text, baseline numeric, value numeric, due date)
            where id = {program}
            """,
            ct
        );

    /// <summary>What the user may see. Figures are not counted by department.</summary>
    /// <exception cref="DomainException">The user has roles for departments alone.</exception>
    public static AccessScope ScopeOf(ClaimsPrincipal user)
    {
        var scope = user.ScopeOf(Roles.DashboardReaders);
        scope.RequireAllDepartments();
        return scope;
    }

    /// <summary>
    /// The site to show; null for all sites. A sum over some sites but not all is never shown, for the difference of
    /// two such sums could be a small group. So a coordinator of several sites asks for one site at a time.
    /// </summary>
    public static string? ResolveSite(ClaimsPrincipal user, DashboardQuery query)
    {
        var (scope, asked) = (ScopeOf(user), query.Site);
        if (asked is null && scope.SitesIn(query.Program) is [not RoleGrant.EverySite] own)
            asked = own[0];
        if (asked is not null)
            scope.Require([asked], query.Program);
        else if (!scope.Covers(RoleGrant.EverySite, query.Program))
            throw new DomainException(
                DomainError.Forbidden,
                "You see your own sites, one at a time. Ask for one of them with ?site=."
            );
        return asked;
    }
}
