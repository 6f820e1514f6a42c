using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using PeerNetwork.Analytics.Indicators;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Analytics.Installations;

/// <summary>
/// The released figures of this installation beside those of its partners, program by program. They are never added up.
/// </summary>
public static class ShowInstallations
{
    /// <param name="Installation">The name of the installation.</param>
    /// <param name="IsOwn">Whether it is this one.</param>
    /// <param name="From">The Monday of the first week of the period.</param>
    /// <param name="To">The Sunday of its last week.</param>
    /// <param name="Figures">At all sites.</param>
    public sealed record Item(
        Guid Id,
        string Installation,
        bool IsOwn,
        Guid Program,
        string Name,
        string Period,
        DateOnly From,
        DateOnly To,
        DateTimeOffset ReleasedAt,
        IReadOnlyList<Figure> Figures,
        IReadOnlyList<SiteFigures> Sites
    );

    public static async Task<Ok<PageResponse<Item>>> Handle(
        Period? period,
        Paging paging,
        ClaimsPrincipal user,
        ReadModels tables,
        IOptions<InstallationSettings> own,
        IOptions<PartnersSettings> partners,
        CancellationToken ct
    )
    {
        user.ScopeOf(Roles.Sponsor).RequireAllDepartments();
        string[] shown = [.. partners.Value.Partners.Keys];
        if (own.Value.Name is not null)
            shown = [.. shown, SharedFiguresProjection.Own];
        var asked = period?.ToString();
        var page = await tables.Page<SharedFiguresRow>(
            $"""
            select id, installation, version, released_at, figures from shared_figures
            where installation = any({shown}) and ({asked}::text is null or period = {asked})
            """,
            paging,
            row => row.Id,
            ct
        );
        return paging.ToResponse(page.Select(row => ItemOf(row, own.Value.Name)));
    }

    private static Item ItemOf(SharedFiguresRow row, string? own)
    {
        var figures = ProgramFigures.FromJson(row.Figures);
        var isOwn = row.Installation == SharedFiguresProjection.Own;
        _ = Period.TryParse(figures.Period, out var period);
        return new(
            row.Id,
            isOwn ? own! : row.Installation,
            isOwn,
            figures.Program,
            figures.Name,
            figures.Period,
            period.Starts,
            period.Ends,
            row.ReleasedAt,
            figures.Figures,
            figures.Sites
        );
    }
}
