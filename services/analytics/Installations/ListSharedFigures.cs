using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Analytics.Installations;

/// <summary>The figures of closed periods that this installation shares with its partners.</summary>
public static class ListSharedFigures
{
    /// <param name="Id">The same for the same program and period.</param>
    /// <param name="Installation">The installation whose figures these are.</param>
    /// <param name="Version">A higher one replaces a lower one.</param>
    /// <param name="Period">A quarter, such as 2026-Q1.</param>
    /// <param name="Figures">At all sites.</param>
    public sealed record Item(
        Guid Id,
        string Installation,
        long Version,
        Guid Program,
        string Name,
        string Period,
        DateTimeOffset ReleasedAt,
        IReadOnlyList<Figure> Figures,
        IReadOnlyList<SiteFigures> Sites
    )
    {
        public ProgramFigures ToFigures() => new(Program, Name, Period, Figures, Sites);
    }

    public static async Task<Results<Ok<PageResponse<Item>>, StatusCodeHttpResult>> Handle(
        Paging paging,
        HttpContext http,
        ReadModels tables,
        IOptions<InstallationSettings> settings,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        if (settings.Value.Name is not { } name)
            return paging.ToResponse(new Page<Item>([], null));
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        string[] periods = [.. ReleaseFigures.ClosedPeriods(today, settings.Value.SettlingDays).Select(p => $"{p}")];
        var tag = await ComputeTag(tables, name, periods, ct);
        http.Response.Headers.ETag = tag.ToString();
        if (http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        var page = await tables.Page<SharedFiguresRow>(
            $"""
            select id, installation, version, released_at, figures from shared_figures
            where installation = {SharedFiguresProjection.Own} and period = any({periods})
            """,
            paging,
            row => row.Id,
            ct
        );
        return paging.ToResponse(page.Select(row => ItemOf(row, name)));
    }

    /// <summary>The tag of the whole list: pages that have the same one are of the same list.</summary>
    private static async Task<EntityTagHeaderValue> ComputeTag(
        ReadModels tables,
        string name,
        string[] periods,
        CancellationToken ct
    ) =>
        new(
            await tables.QueryFirstOrDefault<string>(
                $"""
                select '"' || md5({name} || coalesce(string_agg(id || ' ' || version, ',' order by id), '')) || '"'
                from shared_figures
                where installation = {SharedFiguresProjection.Own} and period = any({periods})
                """,
                ct
            )
        );

    private static Item ItemOf(SharedFiguresRow row, string installation)
    {
        var figures = ProgramFigures.FromJson(row.Figures);
        return new(
            row.Id,
            installation,
            row.Version,
            figures.Program,
            figures.Name,
            figures.Period,
            row.ReleasedAt,
            figures.Figures,
            figures.Sites
        );
    }
}
