using JasperFx.Events;
using Marten;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Sites;

/// <summary>A site as it is listed.</summary>
public sealed record SiteView(Guid Id, string Code, string Name, string TimeZone, string? Country);

/// <summary>
/// The sites of the company. Written with the append: its index keeps codes unique, and a roster reads it to find what
/// is new.
/// </summary>
public sealed class SitesProjection : TableProjection
{
    public SitesProjection()
        : base("sites")
    {
        var sites = AddTable("sites");
        sites.AddColumn("id", "uuid").AsPrimaryKey();
        sites.AddColumn("code", "text").NotNull();
        sites.AddColumn("name", "text").NotNull();
        sites.AddColumn("time_zone", "text").NotNull();
        sites.AddColumn("country", "text");
        sites.AddColumn("source", "text");
        AddUniqueIndex(
            sites,
            "one_site_per_code",
            ["code"],
            message: "A site with this code was added at the same time. Send the roster again."
        );
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case SiteOpened o:
                operations.QueueSql(
                    $"""
                    insert into sites values (
                        {o.Site.Value}, {o.Code}, {o.Name}, {o.TimeZone}, {o.Country}, {o.Source})
                    """
                );
                break;
            case SiteChanged c:
                operations.QueueSql(
                    $"""
                    update sites set name = {c.Name}, time_zone = {c.TimeZone}, country = {c.Country}
                    where id = {c.Site.Value}
                    """
                );
                break;
        }
    }

    public static Task<IReadOnlyList<SiteView>> LoadAll(ReadModels models, CancellationToken ct) =>
        models.Query<SiteView>($"select id, code, name, time_zone, country from sites", ct);

    /// <summary>The state of all sites.</summary>
    public static async Task<IReadOnlyList<Site>> LoadStates(ReadModels models, CancellationToken ct) =>
        [
            .. (
                await models.Query<StoredSite>($"select id, code, name, time_zone, country, source from sites", ct)
            ).Select(s => new Site(new(s.Id), s.Code, s.Name, s.TimeZone, s.Country, s.Source)),
        ];

    public static async Task<Ok<PageResponse<SiteView>>> List(ReadModels models, Paging paging, CancellationToken ct) =>
        paging.ToResponse(
            await models.Page<SiteView>($"select id, code, name, time_zone, country from sites", paging, s => s.Id, ct)
        );

    private sealed record StoredSite(
        Guid Id,
        string Code,
        string Name,
        string TimeZone,
        string? Country,
        string? Source
    );
}
